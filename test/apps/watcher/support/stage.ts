// A folder with watch.yml, and both services for it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AzureDevOpsFake,
  type AzureDevOpsFakeOptions,
  startAzureDevOpsFake,
} from '../../../support/azure-devops-fake.ts';
import { type AzureFake, azureIds, startAzureFake } from './azure-fake.ts';

export interface Stage {
  readonly azure: AzureFake;
  readonly devops: AzureDevOpsFake;
  readonly argv: readonly string[];
  readonly stateFile: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly configFile: string;
  /** Registers a version now. */
  register(version: string): void;
  close(): Promise<void>;
}

/**
 * @param more keys of the configuration, beside or instead of the usual ones
 * @param devopsOf what Azure DevOps has beside or instead of the usual
 */
export async function startStage(
  more: object = {},
  devopsOf: (azure: AzureFake) => Partial<AzureDevOpsFakeOptions> = () => ({}),
): Promise<Stage> {
  const azure = await startAzureFake();
  const devops = await startAzureDevOpsFake({
    definitions: [{ id: 7, name: 'deploy-fraud', aliases: ['_fraud'] }],
    ...devopsOf(azure),
  });
  const folder = mkdtempSync(join(tmpdir(), 'watcher-'));
  const config = join(folder, 'watch.yml');
  const caFile = join(folder, 'ca.pem');
  const stateFile = join(folder, 'watch.db');
  writeFileSync(caFile, azure.caPem);
  const watch = {
    name: 'fraud-to-production',
    workspace: { subscriptionId: azureIds.subscriptionId, resourceGroup: 'ml', name: 'prod' },
    model: 'fraud',
    mode: 'every',
    release: { project: 'demo', definition: 'deploy-fraud', artifact: '_fraud' },
  };
  const configuration = {
    azure: {
      armUrl: azure.origin,
      authorityUrl: azure.origin,
      tenantId: azureIds.tenantId,
      clientId: azureIds.clientId,
      clientSecretFrom: 'TEST_CLIENT_SECRET',
    },
    organization: { url: devops.url, tokenFrom: 'TEST_DEVOPS_TOKEN' },
    intervalSeconds: 1,
    watches: [watch],
    ...more,
  };
  // JSON is YAML.
  writeFileSync(config, JSON.stringify(configuration, null, 2));

  return {
    azure,
    devops,
    argv: ['--config', config, '--state', stateFile],
    stateFile,
    configFile: config,
    environment: {
      TEST_CLIENT_SECRET: azure.clientSecret,
      TEST_DEVOPS_TOKEN: devops.token,
      NODE_EXTRA_CA_CERTS: caFile,
    },
    register(version) {
      azure.versions.push({ version, createdAt: new Date().toISOString() });
    },
    async close() {
      await Promise.all([azure.close(), devops.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}
