// Ctrl-C while a deployment is under way: what is printed, what is left, and the same command again.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  startStackWithClusters,
  type StackWithClusters,
} from '../../../src/wiring/support/stack-with-clusters.ts';
import { writeProject } from '../../../tasks/support/scoring-project.ts';

const root = join(import.meta.dirname, '../../../..');

describe('apps/cli/model/cancellable.ts (a process and its signals)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let world: StackWithClusters;

  before(async () => {
    world = await startStackWithClusters();
  });
  after(() => world.close());

  /** @param when the signal is sent when the output shows this */
  function deploy(project: string, signal: NodeJS.Signals, when?: RegExp) {
    const { arm, identity, caFile } = world.stack.addresses;
    const child = spawn(
      process.execPath,
      [
        ...[
          '--import',
          'tsx',
          join(root, 'apps/cli/main.ts'),
          'model',
          'deploy',
          '-n',
          `after-${signal.toLowerCase()}`,
          '-m',
          'weight:1',
        ],
        ...['--path', project, '--ic', 'inferenceconfig.yml', '--dc', 'deploymentconfig.yml'],
        ...['--test-request', 'request.json', '-g', arm.resourceGroup, '-w', arm.workspace],
        ...['--subscription-id', arm.subscriptionId, '--arm-url', arm.url],
        ...['--authority-url', identity.authority, '--audience', 'https://management.core.windows.net/'],
      ],
      {
        cwd: root,
        env: {
          ...process.env,
          ...{ NODE_EXTRA_CA_CERTS: caFile, AZURE_TENANT_ID: identity.tenantId },
          ...{ AZURE_CLIENT_ID: identity.clientId, AZURE_CLIENT_SECRET: identity.clientSecret },
        },
      },
    );
    let text = '';
    let isSent = false;
    const hear = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
      if (isSent || when?.test(text) !== true) return;
      isSent = true;
      child.kill(signal);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    return new Promise<{ readonly status: number | null; readonly text: string }>((resolve) => {
      child.on('close', (status) => {
        resolve({ status, text });
      });
    });
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    it(`${signal} ends in order while the service is waited for, and the same command continues`, async () => {
      const project = await writeProject(world.folder, 'cancelled');
      const forget = world.stack.control.deploymentFaults.add({ kind: 'stuck' });
      const { status, text } = await deploy(project, signal, /deployments\/v1-\w+: InProgress/).finally(
        forget,
      );
      assert.equal(status, 2, text);
      assert.match(text, new RegExp(`\\nCancelling \\(${signal}\\): what is half done is left in order`));
      assert.match(
        text,
        /\nWarning: Cancelled in step \d of \d \(create deployment '.*'.*it ends by itself\.\n/,
      );
      assert.match(
        text,
        new RegExp(`The run was cancelled \\(${signal}\\)\\. What is done stays.*RunCancelled.*\\n$`),
      );
      const again = await deploy(project, signal);
      assert.equal(again.status, 0, again.text);
      assert.match(again.text, /weight:1 (?:is deployed|served already)\./);
    });
});
