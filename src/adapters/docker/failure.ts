// What the engine's refusals mean to a user.
import { fail } from '../../core/errors/catalogue.ts';
import type { ExtensionError } from '../../core/errors/extension-error.ts';

const unreachable = /^(?:ENOENT|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH)$/;

const textOf = (error: unknown, key: string): string | undefined => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
  return typeof value === 'string' ? value : undefined;
};

export function statusOf(error: unknown): number | undefined {
  const status: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'statusCode') : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** The engine's own sentence, without the client's words around it. */
export function reasonOf(error: unknown): string {
  const json: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'json') : undefined;
  const text = textOf(json, 'message') ?? textOf(error, 'message') ?? String(error);
  return text.replace(/^\(HTTP code \d+\) [^-]*- /, '').replace(/[\s.]+$/, '');
}

/** @param what the attempt, as the rest of "The engine refused to ..." */
export function dockerFailure(error: unknown, address: string, what: string): ExtensionError {
  const code = textOf(error, 'code');
  if (code === 'EACCES' || code === 'EPERM') return fail('DockerForbidden', { address }, error);
  const reason = reasonOf(error);
  if (code !== undefined && unreachable.test(code))
    return fail('DockerNotRunning', { address, reason }, error);
  return fail('DockerRefused', { what, reason }, error);
}

const noSuchImage =
  /manifest (?:for \S+ )?(?:not found|unknown)|pull access denied|repository does not exist|no such image|failed to resolve|server misbehaving|no such host|network is unreachable|connection refused|i\/o timeout|context deadline/i;

/** Whether words of the engine say that an image can not be had. */
export const isMissingImage = (reason: string): boolean => noSuchImage.test(reason);

export const isPortInUse = (reason: string): boolean =>
  /port is already allocated|address already in use/i.test(reason);
