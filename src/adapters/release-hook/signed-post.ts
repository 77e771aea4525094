// Calls a hook of Azure DevOps: classic (receiveExternalEvent) and YAML (incoming webhook) check one signature alike.
import { createHmac } from 'node:crypto';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import { signatureHeader } from '../../core/relay/relay-headers.ts';
import { retryAfterMilliseconds } from '../../core/retry.ts';
import type { ReleaseHook } from '../../ports/relay.ts';

/** @param now for a Retry-After that is a date */
export function createReleaseHook(now: () => Date): ReleaseHook {
  return {
    async post({ url, secret, body }, signal) {
      try {
        const answer = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', [signatureHeader]: signatureOf(body, secret) },
          body,
          // A redirect leads where nobody allowed it to, and its target would get the payload.
          redirect: 'manual',
          signal,
        });
        await answer.body?.cancel();
        const header = answer.headers.get('retry-after') ?? undefined;
        return {
          status: answer.status,
          ...given({ retryAfterMilliseconds: retryAfterMilliseconds(header, now()) }),
        };
      } catch (error) {
        throw fail('HookNotReachable', { host: new URL(url).host, reason: reasonOf(error) }, error);
      }
    },
  };
}

/** Azure DevOps knows SHA-1 only; the secret is taken as the text that it is, Base64 or not. */
function signatureOf(body: string, secret: string): string {
  return `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
}

/** Node's own words for what broke, which hold host and port at most. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'the connection broke';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
