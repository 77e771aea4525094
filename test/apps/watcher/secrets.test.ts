import assert from 'node:assert/strict';
import { parseWatchConfiguration } from '../../../apps/watcher/configuration.ts';
import { connectionFor, takeSecrets } from '../../../apps/watcher/secrets.ts';
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

  it('asks for tokens for Azure Resource Manager itself unless another audience is given', () => {
    const signIn = { scheme: 'secret', clientId: 'c', secret: 's' } as const;
    const usual = connectionFor(configuration('clientSecretFrom: SECRET').azure, signIn, 'sub');
    assert.equal(usual.audience, 'https://management.azure.com');
    assert.equal(usual.subscriptionId, 'sub');
    const other = configuration('clientSecretFrom: SECRET, audience: https://a/').azure;
    assert.equal(connectionFor(other, signIn, 'sub').audience, 'https://a/');
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
