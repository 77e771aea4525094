// Whether a watcher is ready, and if not, what is missing. Pure.

export interface WatchHealth {
  readonly watches: number;
  /** Sources with at least one good check since the start. */
  readonly goodSources: number;
  /** `stand-by`: another replica does the work, and this one would take over. */
  readonly role: 'leader' | 'stand-by' | 'undecided';
}

export interface Readiness {
  readonly ready: boolean;
  readonly reason: string;
}

/** The configuration is loaded and the state open before anybody can ask. */
export function decideReadiness({ watches, goodSources, role }: WatchHealth): Readiness {
  if (role === 'stand-by') return { ready: true, reason: 'it stands by: another replica leads' };
  if (role === 'undecided') return { ready: false, reason: 'it is not known yet which replica leads' };
  if (watches === 0) return { ready: true, reason: 'there is no watch that would have to be checked' };
  return goodSources > 0
    ? { ready: true, reason: `${goodSources} source(s) had a good check` }
    : { ready: false, reason: 'no source has had a good check yet' };
}
