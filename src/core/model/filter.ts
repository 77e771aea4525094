// Which model versions a list is asked for.
import { v1Properties } from './registration.ts';
import type { ModelVersion } from './version.ts';

export interface ModelFilter {
  /** `name`, or `name=value`; every one has to fit. */
  readonly tags: readonly string[];
  readonly properties: readonly string[];
  /** The training run. */
  readonly run?: string;
  /** A dataset that the version was registered with. */
  readonly dataset?: string;
}

function hasAll(map: Readonly<Record<string, string>>, wanted: readonly string[]): boolean {
  return wanted.every((text) => {
    const sign = text.indexOf('=');
    const name = sign < 0 ? text : text.slice(0, sign);
    return Object.hasOwn(map, name) && (sign < 0 || map[name] === text.slice(sign + 1));
  });
}

export function fits({ tags, properties, run, dataset }: ModelFilter, version: ModelVersion): boolean {
  const own = version.properties;
  return (
    hasAll(version.tags, tags) &&
    hasAll(own, properties) &&
    (run === undefined || version.jobName === run) &&
    (dataset === undefined ||
      own[v1Properties.sampleInput] === dataset ||
      own[v1Properties.sampleOutput] === dataset)
  );
}
