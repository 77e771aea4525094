// The spans of a version's trace, from what the watcher tells of it. Pure.
import { spanIdOf } from '../trace.ts';
import type { WatchEvent } from './event.ts';

export interface WatchSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Absent for the first one. */
  readonly parentSpanId?: string;
  readonly name: string;
  /** In milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** Why the step failed, if it did. */
  readonly problem?: string;
}

/**
 * The span that an event ends: from the registration to the sight, from there to the decision, and from the decision to
 * the firing, each with the ids that any other process would give it.
 *
 * @param before when the step before of the same version was told, in milliseconds since 1970; absent after a restart
 */
export function spanOf(event: WatchEvent, now: number, before: number | undefined): WatchSpan | undefined {
  if (!('traceId' in event)) return undefined;
  const { traceId, watch, model, version } = event;
  if (watch === undefined || model === undefined || version === undefined) return undefined;
  const place =
    event.registry === undefined ? { workspace: event.workspace ?? '' } : { registry: event.registry };
  const step = (name: string, start: number, more: WatchSpan['attributes']) => ({
    traceId,
    name,
    start: Math.min(start, now),
    end: now,
    attributes: { watch, model, version, ...place, ...more },
  });
  const first = spanIdOf(traceId, watch, 'registered');
  const below = (name: string) => ({
    spanId: spanIdOf(traceId, watch, `${name} ${now}`),
    parentSpanId: first,
  });
  const since = before ?? now;
  switch (event.event) {
    case 'seen':
      return { ...step('registered', Date.parse(event.createdAt), {}), spanId: first };
    case 'decided': {
      const { action, reason } = event;
      return { ...step(`decide: ${action}`, since, { action, reason }), ...below('decided') };
    }
    case 'fired': {
      const { name, url, found, target } = event;
      const made = { target, name, found, ...(url === undefined ? {} : { url }) };
      return { ...step('fire', since, made), ...below('fired') };
    }
    case 'failed':
      return {
        ...step(event.action, since, { code: event.code }),
        ...below('failed'),
        problem: event.reason,
      };
    case 'held':
      return undefined;
  }
}
