// What a watcher tells: one event each, with the fields a machine reads and the sentence a person reads.
import type { FiringTarget } from '../firing/target.ts';
import { type ModelSource, isRegistry } from '../model/source.ts';
import { traceIdOf } from '../trace.ts';
import type { WatchChanges } from './changes.ts';
import type { Watch } from './watch.ts';
import type { VersionIdentity } from '../model/version.ts';

/** One of the two, by the kind of the source. */
export interface OfSource {
  readonly workspace?: string;
  readonly registry?: string;
}

interface OfWatch extends OfSource {
  readonly watch: string;
  readonly model: string;
}

/** One trace for all that is told of one registration. */
interface OfTrace {
  readonly traceId?: string;
}

export type WatchEvent =
  | { readonly event: 'started'; readonly watches: number; readonly intervalSeconds: number }
  | (OfWatch & { readonly event: 'baseline'; readonly versions: number; readonly latest?: string })
  | (OfWatch & OfTrace & { readonly event: 'seen'; readonly version: string; readonly createdAt: string })
  | (OfWatch &
      OfTrace & {
        readonly event: 'decided';
        readonly version: string;
        readonly action: 'fire' | 'pass-over' | 'ignore' | 'wait';
        readonly reason: string;
      })
  | (OfWatch &
      OfTrace & {
        /** Nothing fires until a person has looked: told once, of the whole watch or of one version that is owed. */
        readonly event: 'held';
        readonly version?: string;
        readonly reason: string;
      })
  | (OfWatch &
      OfTrace & {
        readonly event: 'fired';
        readonly version: string;
        readonly reason: string;
        /** What kind of target was fired. */
        readonly target: FiringTarget['kind'];
        /** Of the release or the run; a webhook does not tell what it started. */
        readonly id?: number;
        readonly name: string;
        readonly url?: string;
        /** True if it was there already: made by an earlier attempt whose end was not written down. */
        readonly found: boolean;
        /** Why it has no tags, if it should have some. */
        readonly tagProblem?: string;
      })
  | (OfSource &
      OfTrace & {
        readonly event: 'failed';
        /** What could not be done, e.g. "check workspace prod". */
        readonly action: string;
        readonly code: string;
        readonly reason: string;
        readonly watch?: string;
        readonly model?: string;
        readonly version?: string;
      })
  | (WatchChanges & { readonly event: 'watches'; readonly total: number })
  /** The changed configuration is in force. */
  | { readonly event: 'reloaded'; readonly watches: number }
  /** Health and figures can be looked at. */
  | { readonly event: 'shown'; readonly address: string }
  /** This watcher acts from now on; each term has a greater number. */
  | { readonly event: 'leading'; readonly term: number }
  /** Another watcher acts, or may. */
  | { readonly event: 'standby'; readonly reason: string }
  | {
      /** A release definition wants to be watched and is not. */
      readonly event: 'left-out';
      readonly project: string;
      readonly definition: string;
      /** The alias of its artifact. */
      readonly artifact: string;
      readonly reason: string;
    }
  | { readonly event: 'stopped'; readonly reason: string };

/** The fields that every event about a watch carries. */
export function ofWatch(watch: Watch): OfWatch {
  return { watch: watch.name, ...ofSource(watch.source), model: watch.model };
}

/** The field that names the source. */
export function ofSource(source: ModelSource): OfSource {
  return isRegistry(source) ? { registry: source.name } : { workspace: source.name };
}

/** The same, about one version of it. */
export function ofVersion(
  watch: Watch,
  { version, createdAt }: VersionIdentity,
): OfWatch & { readonly version: string; readonly traceId: string } {
  const traceId = traceIdOf(watch.source, watch.model, { version, createdAt });
  return { ...ofWatch(watch), version, traceId };
}

/** One line for a person. */
export function describeEvent(event: WatchEvent): string {
  switch (event.event) {
    case 'started':
      return `Watching: ${event.watches} ${event.watches === 1 ? 'watch' : 'watches'}, every ${event.intervalSeconds} s.`;
    case 'baseline':
      return (
        `${event.watch}: began with ${event.versions} version(s) of ${event.model} in ${event.registry ?? event.workspace}` +
        `${event.latest === undefined ? '' : `, the latest being ${event.latest}`}. ` +
        'They are recorded and fire nothing; the next registered version will.'
      );
    case 'seen':
      return `${event.watch}: new version ${event.version} of ${event.model}, registered at ${event.createdAt}.`;
    case 'decided':
      return `${event.watch}: ${decisionInWords[event.action]} version ${event.version}: ${event.reason}.`;
    case 'held':
      return event.version === undefined
        ? `${event.watch}: held, nothing fires: ${event.reason}. Look, then resume or fast-forward it.`
        : `${event.watch}: version ${event.version} stays owed: ${event.reason}.`;
    case 'fired':
      return (
        `${event.watch}: version ${event.version} ${firedInWords[event.target]} ${event.name}` +
        (event.found ? ' (made by an earlier attempt)' : '') +
        (event.url === undefined ? '.' : ` at ${event.url}.`) +
        (event.tagProblem === undefined ? '' : ` It has no tags: ${event.tagProblem}`)
      );
    case 'failed':
      return `${event.watch === undefined ? '' : `${event.watch}: `}could not ${event.action}: ${event.reason}`;
    case 'watches':
      return `Watching: ${event.total} ${event.total === 1 ? 'watch' : 'watches'} from now on; ${changesInWords(event)}.`;
    case 'reloaded':
      return `Reloaded: the configuration with ${event.watches} ${event.watches === 1 ? 'watch' : 'watches'} is in force.`;
    case 'shown':
      return `Health and figures: ${event.address}/healthz, /readyz and /metrics.`;
    case 'leading':
      return 'Leading: this watcher acts, those beside it stand by.';
    case 'standby':
      return `Standing by: ${event.reason}.`;
    case 'left-out':
      return (
        `The release definition '${event.definition}' of project ${event.project} is not watched for its artifact ` +
        `${event.artifact}: ${event.reason}.`
      );
    case 'stopped':
      return `Stopped: ${event.reason}.`;
  }
}

function changesInWords({ added, removed, changed }: WatchChanges): string {
  const parts = { added, removed, changed };
  return Object.entries(parts)
    .flatMap(([what, names]) => (names.length === 0 ? [] : [`${what}: ${names.join(', ')}`]))
    .join('; ');
}

const firedInWords: Readonly<Record<FiringTarget['kind'], string>> = {
  release: 'has release',
  pipeline: 'has run',
  webhook: 'was told to the webhook',
};

const decisionInWords = {
  fire: 'firing',
  'pass-over': 'passing over',
  ignore: 'ignoring',
  wait: 'not yet firing',
};
