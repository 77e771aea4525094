// A folder to try the command line in: a project, the workspace it belongs to, and the variables that lead to the stack.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Addresses } from './addresses.ts';

export interface TryOutPlace {
  readonly addresses: Addresses;
  /** The checkout, whose `dist` has the command line. */
  readonly root: string;
  /** A project with an inference config and a deployment config. */
  readonly project: string;
  /** Is made here. */
  readonly folder: string;
}

/** In single quotes a shell takes everything as it is. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function variables({ addresses, folder }: TryOutPlace): string {
  const { identity, arm, caFile } = addresses;
  const exported = {
    NODE_EXTRA_CA_CERTS: caFile,
    AZURE_RESOURCE_MANAGER_URL: arm.url,
    AZURE_AUTHORITY_HOST: identity.authority,
    AZURE_TENANT_ID: identity.tenantId,
    AZURE_CLIENT_ID: identity.clientId,
    AZURE_CLIENT_SECRET: identity.clientSecret,
  };
  const lines = Object.entries(exported).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return `${[...lines, `export PATH=${quoted(join(folder, 'bin'))}:"$PATH"`].join('\n')}\n`;
}

/**
 * Makes the folder. Its variables hold the stack's secret: only its owner may read them, and they lie beside the project, whose files
 * are uploaded.
 */
export async function writeTryOut(place: TryOutPlace): Promise<void> {
  const { folder, project, addresses, root } = place;
  const { subscriptionId, resourceGroup, workspace } = addresses.arm;
  const config = {
    subscription_id: subscriptionId,
    resource_group: resourceGroup,
    workspace_name: workspace,
  };
  const copy = join(folder, 'project');
  await cp(project, copy, { recursive: true });
  await mkdir(join(copy, '.azureml'));
  await writeFile(join(copy, '.azureml', 'config.json'), `${JSON.stringify(config, undefined, 2)}\n`);
  await mkdir(join(folder, 'bin'));
  const program = join(root, 'dist', 'apps', 'azureml-release.cjs');
  const script = `#!/bin/sh\nexec node ${quoted(program)} "$@"\n`;
  await writeFile(join(folder, 'bin', 'azureml-release'), script, { mode: 0o755 });
  await writeFile(join(folder, 'env.sh'), variables(place), { mode: 0o600 });
}

/** What to type next. */
export const tryOutCommands = (folder: string): readonly string[] => [
  `cd ${quoted(join(folder, 'project'))} && . ../env.sh`,
  'azureml-release where diabetes',
  'azureml-release service status -n diabetes',
  'azureml-release model deploy -n second -m diabetes:1 --ic inferenceconfig.yml --dc deploymentconfig.yml --test-request request.json',
  'azureml-release service invoke -n second --input-file request.json',
];
