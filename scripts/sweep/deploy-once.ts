// One run of the deploy flow in a process of its own, so that it can be killed as an agent is: `SWEEP_ORDER` says what.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { addressesSchema } from '../../apps/main-job/addresses.ts';
import { createCredential } from '../../src/adapters/azure-identity/credential.ts';
import { systemClock } from '../../src/adapters/local/clock.ts';
import { createProjectFiles } from '../../src/adapters/local/project-files.ts';
import { describeError, isExtensionError } from '../../src/core/errors/extension-error.ts';
import { deployModel } from '../../src/flows/deploy/deploy-model.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { createDeployPorts } from '../../src/wiring/deploy-ports.ts';

const order = addressesSchema
  .pick({ identity: true, arm: true })
  .extend({
    project: z.string(),
    release: z.number(),
    version: z.string(),
    endpoint: z.string(),
    rollout: z.string(),
  })
  .parse(JSON.parse(process.env['SWEEP_ORDER'] ?? '{}'));

/** The emulator asks for pauses as the service does; here half a second is enough of each. */
const clock: Clock = {
  now: () => systemClock.now(),
  sleep: (milliseconds, signal) => systemClock.sleep(Math.min(milliseconds, 500), signal),
};

const say = (level: string) => (message: string) => console.log(`${level}: ${message}`);
const log = { debug: () => undefined, info: say('info'), warning: say('warning') };

async function main(): Promise<void> {
  const { identity, arm, project, release, version, endpoint } = order;
  const rolloutFile = join(project, 'rollout.yml');
  await writeFile(rolloutFile, order.rollout);
  const connection = {
    ...{ name: 'sweep', armUrl: arm.url, authorityUrl: identity.authority, tenantId: identity.tenantId },
    ...{ subscriptionId: arm.subscriptionId, audience: 'https://management.core.windows.net/' },
    signIn: { scheme: 'secret', clientId: identity.clientId, secret: identity.clientSecret } as const,
  };
  const options = { connection, credential: createCredential(connection), log, clock };
  const { subscriptionId, resourceGroup, workspace } = arm;
  const report = await deployModel(
    {
      workspace: { subscriptionId, resourceGroup, name: workspace },
      ...{ model: 'weight', version, service: endpoint, overwrite: true, lineage: {} },
      inferenceConfig: join(project, 'inferenceconfig.yml'),
      deploymentConfig: join(project, 'deploymentconfig.yml'),
      testRequest: join(project, 'request.json'),
      rolloutFile,
      // Every attempt of one version is an attempt of one release.
      claim: {
        kind: 'release',
        number: release,
        holder: randomUUID(),
        since: clock.now(),
      },
    },
    createDeployPorts(options, createProjectFiles()),
  );
  console.log(`done: ${report.deployment ?? ''} after ${report.plan.steps.length} steps`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.log(`ended: ${isExtensionError(error) ? describeError(error) : String(error)}`);
    process.exit(1);
  },
);
