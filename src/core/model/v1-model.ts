// A model version in the words of v1, for scripts that read what `az ml model` printed.
import { given } from '../given.ts';
import { v1Properties } from './registration.ts';
import type { ModelVersion } from './version.ts';

/** The fields of v1 that have an equivalent, and the ids and states that v2 added. */
export function v1Model(version: ModelVersion): Readonly<Record<string, unknown>> {
  const { properties, tags, description, jobName, type, stage, uri } = version;
  return {
    id: `${version.model}:${version.version}`,
    name: version.model,
    version: version.version,
    createdTime: version.createdAt,
    ...given({
      description,
      framework: properties[v1Properties.framework],
      frameworkVersion: properties[v1Properties.frameworkVersion],
      experimentName: properties[v1Properties.experiment],
      runId: jobName,
      ...{ type, stage },
    }),
    tags,
    properties,
    // An address in blob storage may end with a signature.
    url: uri.split('?', 1)[0],
    armId: version.id,
  };
}
