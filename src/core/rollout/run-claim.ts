// Who wants to change an endpoint, from what a pipeline says about its run.
import type { Claim } from './lease.ts';

export interface RunFacts {
  /** A variable of the run; absent or empty where there is none. */
  readonly variable: (name: string) => string | undefined;
  /** Unlike that of any other process. */
  readonly uniqueId: string;
  readonly now: Date;
  /** It waits for nobody older. */
  readonly takesOver?: boolean;
}

/** The number of the release, else of the run, else nothing but the beginning. */
export function runClaim({ variable, uniqueId, now, takesOver = false }: RunFacts): Claim {
  const numberOf = (name: string): number | undefined => {
    const text = variable(name) ?? '';
    return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  };
  const common = { holder: uniqueId, since: now, ...(takesOver && { takesOver }) };
  const release = numberOf('Release.ReleaseId');
  if (release !== undefined) return { ...common, kind: 'release', number: release };
  const run = numberOf('Build.BuildId');
  if (run !== undefined) return { ...common, kind: 'run', number: run };
  return { ...common, kind: 'person', number: 0 };
}
