// Calls a hook of Azure DevOps: classic (receiveExternalEvent) and YAML (incoming webhook) check one signature alike.
import { createHmac } from 'node:crypto';
import { fail } from '../../core/errors/catalogue.ts';
import type { ExtensionError } from '../../core/errors/extension-error.ts';
import { given } from '../../core/given.ts';
import { signatureHeader } from '../../core/relay/relay-headers.ts';
import { retryAfterMilliseconds } from '../../core/retry.ts';
import type { ReleaseHook } from '../../ports/relay.ts';
import { reasonOf } from './broken-call.ts';

/** @param now for a Retry-After that is a date */
export function createReleaseHook(now: () => Date): ReleaseHook {
  return {
    async post({ url, secret, body }, signal) {
      const { host } = new URL(url);
      const { status, retryAfter } = await postSigned(
        { url, secret, body, header: signatureHeader },
        signal,
        (reason, cause) => fail('HookNotReachable', { host, reason }, cause),
      );
      const wait = retryAfterMilliseconds(retryAfter, now());
      return { status, ...given({ retryAfterMilliseconds: wait }) };
    },
  };
}

export interface SignedPost {
  readonly url: string;
  /** Where the signature goes. */
  readonly header: string;
  readonly secret: string;
  readonly body: string;
}

/** @throws what `asFault` makes of Node's own words if there is no answer, also when `signal` aborts first */
export async function postSigned(
  { url, header, secret, body }: SignedPost,
  signal: AbortSignal,
  asFault: (reason: string, cause: unknown) => ExtensionError,
): Promise<{ readonly status: number; readonly retryAfter?: string }> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [header]: signatureOf(body, secret) },
      body,
      // A redirect leads where nobody allowed it to, and its target would get the payload.
      redirect: 'manual',
      signal,
    });
    await answer.body?.cancel();
    return { status: answer.status, ...given({ retryAfter: answer.headers.get('retry-after') }) };
  } catch (error) {
    throw asFault(reasonOf(error), error);
  }
}

/** Azure DevOps knows SHA-1 only; the secret is taken as the text that it is, Base64 or not. */
function signatureOf(body: string, secret: string): string {
  return `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
}
