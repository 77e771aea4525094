// Tokens of the emulated identity, as an application gets them by its secret.
import { httpsCall } from '../../../../apps/emulator/kernel/https-client.ts';

export interface Application {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Directory {
  readonly authority: string;
  readonly tenantId: string;
}

/** @param resource the audience, without `/.default` */
export async function tokenFor(
  resource: string,
  { clientId, clientSecret }: Application,
  { authority, tenantId }: Directory,
  caPem: string,
): Promise<string> {
  const answer = await httpsCall({
    method: 'POST',
    url: `${authority}/${tenantId}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: `${resource}/.default`,
      client_id: clientId,
      client_secret: clientSecret,
    }).toString(),
    ...{ caPem, timeoutMs: 5_000, maxBytes: 100_000 },
  });
  return (JSON.parse(answer.body.toString()) as { access_token: string }).access_token;
}
