import assert from 'node:assert/strict';
import { parseArguments } from '../../../../apps/cli/hooks/arguments.ts';

const place = ['--subscription', 's', '--resource-group', 'ml'];
const organization = ['--organization', 'https://dev.azure.com/contoso/'];
const nowhere = { environment: {} };
const complete = ['list', '--workspace', 'prod', ...place, ...organization];

describe('apps/cli/hooks/arguments.ts', () => {
  it('reads a workspace in the public cloud, and the hosts that may be asked', () => {
    const parsed = parseArguments(complete, nowhere);
    assert.ok(parsed !== 'help');
    assert.deepEqual(parsed.source, { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' });
    assert.equal(parsed.armUrl, 'https://management.azure.com');
    assert.equal(parsed.audience, parsed.armUrl);
    assert.ok(
      parsed.allowed.some(({ hostname, path }) => hostname === 'vsrm.dev.azure.com' && path === 'contoso'),
    );
  });

  it('reads a registry, several organizations, and another cloud', () => {
    const more = [
      '--registry',
      'models',
      '--organization',
      'https://server.test/tfs',
      '--arm-url',
      'https://arm.test/',
    ];
    const parsed = parseArguments(['prune', '--yes', ...place, ...organization, ...more], nowhere);
    assert.ok(parsed !== 'help');
    assert.deepEqual(parsed.source, {
      kind: 'registry',
      subscriptionId: 's',
      resourceGroup: 'ml',
      name: 'models',
    });
    assert.ok(parsed.allowed.some(({ hostname }) => hostname === 'server.test'));
    assert.deepEqual([parsed.armUrl, parsed.yes], ['https://arm.test', true]);
  });

  const refused: readonly [argv: readonly string[], problem: RegExp][] = [
    [[], /names neither list nor prune/],
    [['delete'], /'delete' is neither list nor prune/],
    [['list', 'fraud', ...complete.slice(1)], /'fraud'/],
    [[...complete, '--yes'], /list deletes nothing/],
    [[...complete, '--registry', 'r'], /either --workspace or --registry/],
    [['list', ...place, ...organization], /either --workspace or --registry/],
    [['list', '--workspace', 'prod', ...organization], /--subscription is missing/],
    [['list', '--workspace', 'prod', ...place], /--organization is missing/],
    [[...complete, '--organization', 'contoso'], /--organization 'contoso'/],
    [
      [...complete, '--organization', 'https://dev.azure.com'],
      /the https address of one Azure DevOps organization/,
    ],
    [
      [...complete, '--sign-in', 'me'],
      /service-principal, managed-identity, workload-identity, azure-cli only/,
    ],
    [[...complete, '--arm-url', 'http://arm.test'], /--arm-url 'http:\/\/arm\.test'/],
    [[...complete, '--what'], /--what/],
  ];
  for (const [argv, problem] of refused)
    it(`refuses '${argv.join(' ')}'`, () => {
      assert.throws(() => parseArguments(argv, nowhere), {
        code: 'CommandArgumentsInvalid',
        message: problem,
      });
    });

  it('explains itself', () => {
    assert.equal(parseArguments(['--help'], nowhere), 'help');
  });
});
