// Leads each call to those who know this kind of target.
import type {
  FiringTarget,
  PipelineTarget,
  ReleaseTarget,
  WebhookTarget,
} from '../src/core/firing/target.ts';
import type { FiringTargets } from '../src/ports/firing-targets.ts';

export interface TargetKinds {
  readonly release: FiringTargets<ReleaseTarget>;
  readonly pipeline: FiringTargets<PipelineTarget>;
  readonly webhook: FiringTargets<WebhookTarget>;
}

export function targetsByKind(kinds: TargetKinds): FiringTargets {
  const of = (target: FiringTarget): FiringTargets => kinds[target.kind];
  return {
    verify: (target) => of(target).verify(target),
    find: (target, key, since) => of(target).find(target, key, since),
    create: (target, request) => of(target).create(target, request),
    tag: (target, effect, tags) => of(target).tag(target, effect, tags),
  };
}
