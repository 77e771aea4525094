import assert from 'node:assert/strict';
import { parseWatchConfiguration } from '../../../apps/watcher/configuration.ts';
import { takeSecrets } from '../../../apps/watcher/secrets.ts';
import { catalogueError } from '../../support/catalogue-error.ts';

const configuration = (signIn: string) =>
  parseWatchConfiguration(
    `{ azure: { tenantId: t, clientId: c, ${signIn} }, organization: { url: https://d/o, tokenFrom: TOKEN },
      watches: [{ name: w, workspace: { subscriptionId: 11111111-1111-1111-1111-111111111111, resourceGroup: g, name: n },
      model: m, release: { project: p, definition: d, artifact: a } }] }`,
    'watch.yml',
  );
const files: Record<string, string> = { 'c.pem': 'PEM' };
const take = (signIn: string, environment: Record<string, string>) =>
  takeSecrets(configuration(signIn), 'watch.yml', { environment, readText: (path) => files[path] ?? '' });

describe('apps/watcher/secrets.ts', () => {
  it('takes a secret and a token from the variables, without the line break of a file', () => {
    assert.deepEqual(take('clientSecretFrom: SECRET', { SECRET: 's\n', TOKEN: 'k' }), {
      signIn: { scheme: 'secret', clientId: 'c', secret: 's' },
      organizationToken: 'k',
    });
  });

  it('takes a certificate from the file that the variable names', () => {
    assert.deepEqual(take('certificateFrom: CERT', { CERT: 'c.pem', TOKEN: 'k' }).signIn, {
      scheme: 'certificate',
      clientId: 'c',
      certificatePem: 'PEM',
    });
  });

  it('names every variable that is missing or empty', () => {
    assert.throws(
      () => take('clientSecretFrom: SECRET', { TOKEN: ' ' }),
      catalogueError('WatchVariableMissing', 'SECRET, TOKEN'),
    );
  });

  it('needs no secret where the machine is somebody already', () => {
    const own = (azure: string): unknown =>
      takeSecrets(
        parseWatchConfiguration(
          `{ azure: { ${azure} }, organization: { url: https://d/o, tokenFrom: TOKEN },
            watches: [{ name: w, workspace: { subscriptionId: 11111111-1111-1111-1111-111111111111, resourceGroup: g, name: n },
            model: m, release: { project: p, definition: d, artifact: a } }] }`,
          'watch.yml',
        ),
        'watch.yml',
        { environment: { TOKEN: 'k' }, readText: () => '' },
      ).signIn;
    const id = '33333333-3333-4333-8333-333333333333';
    assert.deepEqual(own('managedIdentity: true'), { kind: 'managed' });
    assert.deepEqual(own(`managedIdentity: ${id}`), { kind: 'managed', clientId: id });
    assert.deepEqual(own('workloadIdentity: true, tenantId: t'), { kind: 'workload', tenantId: 't' });
    assert.deepEqual(own('azureCli: true'), { kind: 'azure-cli' });
  });

  it("takes the relay's key, and needs no token for the relay alone", () => {
    const relaying = parseWatchConfiguration(
      `{ azure: { tenantId: t, clientId: c, clientSecretFrom: SECRET }, organization: { url: https://d/o },
        relay: { port: 0, keyFrom: KEY,
        workspaces: [{ subscriptionId: 11111111-1111-1111-1111-111111111111, resourceGroup: g, name: n }] } }`,
      'watch.yml',
    );
    const from = (environment: Record<string, string>) =>
      takeSecrets(relaying, 'watch.yml', { environment, readText: () => '' });
    const secrets = from({ SECRET: 's', KEY: 'k\n' });
    assert.deepEqual([secrets.relayKey, secrets.organizationToken], ['k', '']);
    assert.throws(() => from({ SECRET: 's' }), catalogueError('WatchVariableMissing', 'KEY'));
  });
});
