// What a crash left behind, found and removed by the command line: the packaged type, Event Grid and Azure DevOps of the stack.
import assert from 'node:assert/strict';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import {
  connectionIds,
  definitionsPath,
  relayedInputs,
  triggeredDefinition,
} from '../../../artifact-source/support/artifact-definition.ts';
import { type RelayStub, startRelayStub } from '../../../artifact-source/support/relay-stub.ts';
import { stackCalls, type StackCalls } from '../../../artifact-source/support/stack-calls.ts';
import { startExtensionStack } from '../../../support/extension-stack.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';
import { runCommandLine } from '../support/run-program.ts';

const subscriptions = 'providers/Microsoft.EventGrid/eventSubscriptions';
const version = 'api-version=2022-06-15';
const hour = 3_600_000;

interface Shown {
  readonly hooks: readonly { readonly name: string; readonly standing: string; readonly deleted: boolean }[];
  readonly others: number;
}

describe('apps/cli/hooks (on the stack)', function () {
  this.timeout(120_000);
  let stack: Stack;
  let relay: RelayStub;
  let calls: StackCalls;

  before(async function () {
    stack = await startExtensionStack(this, async ({ certificate }) => {
      relay = await startRelayStub(certificate);
    });
    trustAuthority(stack.caPem);
    calls = await stackCalls(stack);
  });
  after(async () => {
    await relay.close();
    await stack.close();
  });

  async function saveTriggered(): Promise<number> {
    const inputs = relayedInputs(stack, await connectionIds(calls), relay.address);
    const body = triggeredDefinition('deploy', inputs);
    return (await calls.devops('POST', definitionsPath, body)).status;
  }

  /** @param later how far the command's clock is ahead, in milliseconds */
  async function hooks(argv: readonly string[], later = hour, organization?: string) {
    const { arm, identity, devops } = stack.addresses;
    const place = ['--subscription', arm.subscriptionId, '--resource-group', arm.resourceGroup];
    const clouds = ['--arm-url', arm.url, '--authority-url', identity.authority];
    return runCommandLine(
      [
        'hooks',
        ...argv,
        ...(argv.includes('--workspace') ? [] : ['--workspace', arm.workspace]),
        ...place,
        ...clouds,
        ...['--organization', organization ?? devops?.organizationUrl ?? ''],
        ...['--audience', 'https://management.core.windows.net/'],
      ],
      {
        clock: { now: () => new Date(Date.now() + later), sleep: () => Promise.resolve() },
        environment: {
          AZURE_TENANT_ID: identity.tenantId,
          AZURE_CLIENT_ID: identity.clientId,
          AZURE_CLIENT_SECRET: identity.clientSecret,
        },
      },
    );
  }
  const shown = async (...argv: readonly string[]): Promise<Shown> =>
    JSON.parse((await hooks([...argv, '--json'])).out) as Shown;
  const standings = ({ hooks: all }: Shown) => all.map(({ standing }) => standing).toSorted();
  const stored = async () =>
    ((await calls.arm('GET', `${subscriptions}?${version}`)).body['value'] as { name: string }[]).map(
      ({ name }) => name,
    );

  it('tells the one that a crash left behind from the one in use, and deletes it only', async () => {
    await calls.arm('PUT', `${subscriptions}/of-somebody-else?${version}`, {
      properties: { destination: { endpointType: 'WebHook', properties: { endpointUrl: relay.address } } },
    });
    await calls.control('POST', 'crash', { point: 'createwebhook:after' });
    await assert.rejects(saveTriggered());
    assert.equal(await saveTriggered(), 200);
    const found = await shown('list');
    assert.deepEqual([standings(found), found.others], [['live', 'orphaned'], 1]);

    const list = await hooks(['list']);
    assert.equal(list.status, 1);
    assert.match(
      list.out,
      /orphaned {2}Webhook[0-9a-f]{32}\n {2}of model fraud, for localhost:\d+\/\w+, made 20/,
    );
    assert.match(
      list.out,
      /1 live, 1 orphaned\. 1 of somebody else, left alone\.\nRun 'azureml-release hooks prune --yes'/,
    );
    assert.equal((await hooks(['prune'])).status, 1);
    assert.equal((await stored()).length, 3);

    const pruned = await hooks(['prune', '--yes']);
    assert.deepEqual([pruned.status, pruned.aside], [0, '']);
    assert.match(pruned.out, /deleted {2}Webhook[0-9a-f]{32}\n/);
    const live = found.hooks.find(({ standing }) => standing === 'live');
    assert.deepEqual((await stored()).toSorted(), [live?.name, 'of-somebody-else']);
    assert.deepEqual(standings(await shown('prune', '--yes')), ['live']);
    assert.equal((await hooks(['list'])).status, 0);
  });

  it('leaves alone what a save may still be making, and what it may not ask about', async () => {
    await calls.control('POST', 'crash', { point: 'secret:after' });
    const { value } = (await calls.devops('GET', 'release/definitions?api-version=7.1')).body;
    for (const { id } of value as { id: number }[])
      await calls.devops('DELETE', `release/definitions/${id}?api-version=7.1`);
    await assert.rejects(saveTriggered());
    const before = await stored();

    const young = await hooks(['prune', '--yes'], 0);
    assert.equal(young.status, 1);
    assert.match(young.out, /^young {2}Webhook.*\n.*\n.*a save may still be under way/m);
    const elsewhere = await hooks(['prune', '--yes'], hour, 'https://dev.azure.com/contoso');
    assert.equal(elsewhere.status, 1);
    assert.match(
      elsewhere.out,
      /^unclear {2}Webhook.*\n.*for another place.*\n.*was not asked.*is no host of an organization that was named/m,
    );
    assert.deepEqual(await stored(), before);

    assert.equal((await hooks(['prune', '--yes'])).status, 0);
    assert.deepEqual(await stored(), ['of-somebody-else']);
  });

  it('says in one sentence that the workspace is gone', async () => {
    const { status, out, aside } = await hooks(['list', '--workspace', 'gone']);
    assert.deepEqual([status, out], [2, '']);
    assert.match(aside, /'gone'.*\[\w+NotFound, docs\/errors\.md#\w+\]\n$/);
    const json = await hooks(['list', '--workspace', 'gone', '--json']);
    assert.match(json.out, /^\{"error":\{"code":"\w+NotFound"/);
  });
});
