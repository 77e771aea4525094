// The sign-in and the model registry of Azure as far as the watcher calls them, over HTTPS on loopback.
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCertificateAuthority } from '../../../../apps/emulator/kernel/certificate-authority.ts';

export interface AzureFake {
  readonly origin: string;
  readonly caPem: string;
  readonly clientSecret: string;
  /** Versions of the one model `fraud`, with their creation times. */
  readonly versions: { readonly version: string; readonly createdAt: string }[];
  close(): Promise<void>;
}

export const azureIds = {
  tenantId: '22222222-2222-2222-2222-222222222222',
  clientId: '33333333-3333-3333-3333-333333333333',
  subscriptionId: '11111111-1111-1111-1111-111111111111',
};

const models = `/subscriptions/${azureIds.subscriptionId}/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/prod/models`;

export async function startAzureFake(): Promise<AzureFake> {
  const authority = await createCertificateAuthority(new Date());
  const { certPem, keyPem } = await authority.issueForLocalhost();
  const clientSecret = 'client-secret-of-the-test';
  const versions: { version: string; createdAt: string }[] = [];

  function answer(path: string, body: string): readonly [number, unknown] {
    const tenant = `${origin()}/${azureIds.tenantId}`;
    if (path.endsWith('/.well-known/openid-configuration')) {
      return [
        200,
        {
          issuer: `${tenant}/v2.0`,
          authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
          token_endpoint: `${tenant}/oauth2/v2.0/token`,
          jwks_uri: `${tenant}/discovery/v2.0/keys`,
        },
      ];
    }
    if (path.endsWith('/oauth2/v2.0/token')) {
      return new URLSearchParams(body).get('client_secret') === clientSecret
        ? [200, { token_type: 'Bearer', expires_in: 3599, access_token: 'access-token-of-the-test' }]
        : [
            401,
            { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' },
          ];
    }
    if (path === models) {
      const latest = versions.at(-1)?.version;
      const value =
        latest === undefined
          ? []
          : [
              {
                id: `${models}/fraud`,
                name: 'fraud',
                properties: { latestVersion: latest, isArchived: false },
              },
            ];
      return [200, { value }];
    }
    const list = `${models}/fraud/versions`;
    const resources = versions.map(({ version, createdAt }) => ({
      id: `${list}/${version}`,
      name: version,
      properties: { modelUri: 'azureml://x', isArchived: false },
      systemData: { createdAt },
    }));
    if (path === list) return [200, { value: resources }];
    const single = resources.find(({ id }) => id === path);
    if (single !== undefined) return [200, single];
    return [404, { error: { code: 'ResourceNotFound', message: path } }];
  }

  const server = createServer({ cert: certPem, key: keyPem }, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const [status, value] = answer(new URL(request.url ?? '', origin()).pathname, body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const origin = () => `https://localhost:${(server.address() as AddressInfo).port}`;

  return {
    origin: origin(),
    caPem: authority.caPem,
    clientSecret,
    versions,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
