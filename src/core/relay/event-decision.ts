// What to do with one event: before the registry was asked, and after.
import type { GridEvent } from '../event-grid/grid-event.ts';
import type { ModelVersion } from '../model/version.ts';
import { sourceId } from '../model/source.ts';
import type { Workspace } from '../workspace.ts';
import { quoted } from './quoted.ts';
import type { RelayOutcome } from './relay-outcome.ts';
import { type WantedTag, missingTag } from './tag-filter.ts';

export interface VersionHint {
  /** As the configuration spells it. */
  readonly workspace: Workspace;
  readonly model: string;
  readonly version: string;
  /** When the event happened, in milliseconds since 1970. */
  readonly time?: number;
}

/**
 * How long after the event the other side may still be catching up, in milliseconds: the registry may not show the
 * version yet, and a hook is written down by Azure DevOps only after its subscription exists.
 */
export const settlingTime = 10 * 60_000;

/** True while what is missing may still turn up. An event without a readable time is taken for young. */
export function isYoung(time: number | undefined, now: Date): boolean {
  return time === undefined || now.getTime() - time < settlingTime;
}

/** Whether the registry has to be asked about the event, and if not, how the event ends. */
export function decideEvent(
  event: Exclude<GridEvent, { kind: 'validation' }>,
  workspaces: readonly Workspace[],
): { readonly ask: VersionHint } | RelayOutcome {
  switch (event.kind) {
    case 'unreadable':
      return { outcome: 'refused', fault: 'malformed', reason: `the event cannot be used: ${event.problem}` };
    case 'foreign':
      return { outcome: 'ignored', reason: `the event is of type ${quoted(event.type)}` };
    case 'model-registered': {
      const topic = event.topic.replace(/\/+$/, '').toLowerCase();
      const workspace = workspaces.find((each) => sourceId(each) === topic);
      if (workspace === undefined) {
        const reason = `the event is of ${quoted(event.topic)}, which is no workspace of the relay`;
        return { outcome: 'refused', fault: 'forbidden', reason };
      }
      const { model, version, time } = event;
      return { ask: { workspace, model, version, ...(time === undefined ? {} : { time }) } };
    }
  }
}

/**
 * Whether what the registry has is forwarded, and if not, how the event ends.
 *
 * @param tags what the artifact wants of a version
 */
export function decideVersion(
  hint: VersionHint,
  found: ModelVersion | undefined,
  tags: readonly WantedTag[],
  now: Date,
): { readonly forward: ModelVersion } | RelayOutcome {
  const name = `version ${hint.version} of ${hint.model}`;
  if (found === undefined) {
    return isYoung(hint.time, now)
      ? { outcome: 'later', reason: `the registry does not have ${name} yet` }
      : {
          outcome: 'refused',
          fault: 'malformed',
          reason: `the registry does not have ${name}, ${settlingTime / 60_000} minutes after the event`,
        };
  }
  if (found.isArchived) return { outcome: 'ignored', reason: `${name} is archived` };
  const missing = missingTag(tags, found.tags);
  return missing === undefined
    ? { forward: found }
    : { outcome: 'ignored', reason: `${name} does not pass the artifact's tag filter: ${missing}` };
}
