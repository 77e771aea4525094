// The facts of one firing.
import type { Firing } from './firing.ts';
import type { FiringFacts } from './facts.ts';
import { isRegistry } from '../model/source.ts';
import { studioLink } from '../model/studio-link.ts';
import { traceIdOf, traceParent } from '../trace.ts';

export function firingFacts({ watch, version, registered, reason }: Firing): FiringFacts {
  const { subscriptionId, resourceGroup, name } = watch.source;
  return {
    model: watch.model,
    version: version.version,
    createdAt: version.createdAt,
    subscriptionId,
    resourceGroup,
    workspace: isRegistry(watch.source) ? '' : name,
    registry: isRegistry(watch.source) ? name : '',
    tags: JSON.stringify(registered?.tags ?? {}),
    trainingRun: registered?.jobName ?? '',
    link: studioLink(watch, version.version),
    reason,
    traceparent: traceParent(traceIdOf(watch.source, watch.model, version), watch.name),
  };
}
