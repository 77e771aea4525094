// Who gives a command, for the history.
import type { Surroundings } from '../secrets.ts';

/** In a pipeline the person who started it; otherwise who is logged in. */
export function personIn(environment: Surroundings['environment']): string {
  const names = ['BUILD_REQUESTEDFOR', 'RELEASE_REQUESTEDFOR', 'USER', 'LOGNAME', 'USERNAME'];
  return (
    names.map((name) => environment[name]?.trim()).find((name) => name !== undefined && name !== '') ??
    'somebody'
  );
}
