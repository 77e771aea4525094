// Says whether a version passes the rules of its watch, and why. Pure.
import { type Finding, evaluateExpression, own } from './evaluate-expression.ts';
import { matchesGlob } from './glob.ts';
import type { JudgedVersion, Verdict, VersionFilter, WatchRules } from './watch-rules.ts';

/** @param now in milliseconds since 1970 */
export function judgeVersion(rules: WatchRules, version: JudgedVersion, now: number): Verdict {
  if (rules.skip?.includes(version.version) === true) {
    return { kind: 'ignore', reason: `the watch skips version ${version.version}` };
  }
  const reasons: string[] = [];
  for (const { holds, reason } of findings(rules, version)) {
    if (!holds) return { kind: 'wait', reason };
    reasons.push(reason);
  }
  const minutes = rules.filter?.minimumAgeMinutes;
  const until = Date.parse(version.createdAt) + (minutes ?? 0) * 60_000;
  // Without a minimum age the clock does not count: it may be behind that of the registry.
  if (minutes !== undefined && now < until) {
    const reason = `it has to be ${minutes} min old, which it is at ${new Date(until).toISOString()}`;
    return { kind: 'wait', reason, until };
  }
  return { kind: 'pass', reason: reasons.join(', ') };
}

function* findings({ filter = {}, when }: WatchRules, version: JudgedVersion): Generator<Finding> {
  yield* partsOf(filter, version);
  if (when !== undefined) yield evaluateExpression(when, version);
}

function* partsOf(filter: VersionFilter, version: JudgedVersion): Generator<Finding> {
  if (filter.version !== undefined) {
    yield oneOf('version', version.version, filter.version, matchesGlob);
  }
  if (filter.stage !== undefined) yield oneOf('stage', version.stage, filter.stage);
  if (filter.type !== undefined) yield oneOf('type', version.type, filter.type);
  for (const of of ['tags', 'properties'] as const) {
    for (const [key, wanted] of Object.entries(filter[of] ?? {})) {
      yield oneOf(`${of}.${key}`, own(version[of], key), wanted);
    }
  }
}

function oneOf(
  name: string,
  value: string | undefined,
  wanted: readonly string[],
  fits = (actual: string, each: string) => actual === each,
): Finding {
  const words = wanted.map((each) => `'${each}'`).join(' or ');
  if (value === undefined) return { holds: false, reason: `${name} does not exist (wanted ${words})` };
  const holds = wanted.some((each) => fits(value, each));
  return { holds, reason: `${name} is '${value}'${holds ? '' : ` (wanted ${words})`}` };
}
