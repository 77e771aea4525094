import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseWatchConfiguration } from '../../../../apps/watcher/configuration.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const valid = `azure:
  tenantId: t
  clientId: c
  clientSecretFrom: AZURE_CLIENT_SECRET
organization:
  url: https://dev.azure.com/contoso
relay:
  port: 8080
  workspaces:
    - { subscriptionId: 11111111-1111-1111-1111-111111111111, resourceGroup: ml, name: prod }
`;
const parse = (text: string) => parseWatchConfiguration(text, 'watch.yml');
const changed = (from: string, to: string): string => {
  assert.ok(valid.includes(from));
  return valid.replace(from, to);
};

describe('apps/watcher/relay/relay-section.ts', () => {
  it('needs a port, and neither a watch nor a token', () => {
    const { relay, watches } = parse(valid);
    assert.deepEqual(watches, []);
    assert.equal(relay?.host, '127.0.0.1');
    assert.equal(relay.maxBodyBytes, 1_048_576);
    assert.equal(relay.requestsPerMinute, 600);
    assert.equal(relay.trustedProxies, 0);
  });

  for (const [from, to, named] of [
    ['port: 8080', 'port: 70000', 'line 8, relay.port'],
    ['port: 8080', 'prot: 8080', 'line 8, relay.prot: this key is not known'],
    ['port: 8080', 'port: 8080\n  keyFrom: secret', 'line 9, relay.keyFrom: must be the name'],
    ['port: 8080', 'port: 8080\n  tls: { certificate: c.pem }', 'line 9, relay.tls.key'],
    ['port: 8080', 'port: 8080\n  maxBodyBytes: 1', 'line 9, relay.maxBodyBytes'],
    [
      'port: 8080',
      'port: 8080\n  organizations: [https://dev.azure.com/]',
      'line 9, relay.organizations.0: must be the https address of one Azure DevOps organization',
    ],
    ['port: 8080', 'port: 8080\n  organizations: ["http://localhost/x"]', 'relay.organizations.0'],
    ['com/contoso', 'com', 'line 8, relay: needs organizations'],
    [valid.slice(valid.indexOf('  workspaces')), '', 'line 8, relay: needs workspaces'],
    [
      valid.slice(valid.indexOf('relay')),
      '',
      'watches: must have at least one watch, unless there is discover or a relay',
    ],
    [
      'relay:',
      `watches:
  - name: n
    workspace: { subscriptionId: 11111111-1111-1111-1111-111111111111, resourceGroup: ml, name: prod }
    model: fraud
    release: { project: demo, definition: d, artifact: a }
relay:`,
      'line 6, organization: needs tokenFrom',
    ],
  ] as const) {
    it(`names ${named}`, () => {
      assert.throws(() => parse(changed(from, to)), catalogueError('ConfigurationInvalid', named));
    });
  }

  it('accepts the examples of its documentation', () => {
    const page = readFileSync(new URL('../../../../docs/relay.md', import.meta.url), 'utf8');
    const examples = [...page.matchAll(/```yaml\n(azure:[\s\S]*?)```/g)].map(([, text]) => text ?? '');
    assert.ok(examples.length > 0);
    for (const example of examples) assert.ok(parse(example).relay !== undefined);
  });
});
