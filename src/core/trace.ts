// The trace of one model version, from its registration to what it fired: the same ids in every process, without any state.
import { createHash } from 'node:crypto';
import { type ModelSource, sourceId } from './model/source.ts';
import type { VersionIdentity } from './model/version.ts';
import { identityOf } from './watch/history.ts';

/** 32 hexadecimal digits, of one registration in one source, whoever watches it. */
export function traceIdOf(source: ModelSource, model: string, version: VersionIdentity): string {
  return hash(`${sourceId(source)}/models/${model}/${identityOf(version)}`).slice(0, 32);
}

/** 16 hexadecimal digits, of a step's span within a trace. */
export function spanIdOf(traceId: string, watch: string, step: string): string {
  return hash(JSON.stringify([traceId, watch, step])).slice(0, 16);
}

/** What a target passes on so that its own spans join the trace. https://www.w3.org/TR/trace-context/ */
export function traceParent(traceId: string, watch: string): string {
  return `00-${traceId}-${spanIdOf(traceId, watch, 'registered')}-01`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
