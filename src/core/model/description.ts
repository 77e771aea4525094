// The description that a download leaves beside the model's files, for the tasks and people that come after it.
import { given } from '../given.ts';
import type { ModelVersion } from './version.ts';

/** One file of the model: path below the target folder with '/', size in bytes. */
export interface DescribedFile {
  readonly path: string;
  readonly size: number;
}

/** JSON text with a stable order of keys and files, so that equal downloads give equal descriptions. */
export function modelDescription(model: ModelVersion, files: readonly DescribedFile[]): string {
  const {
    model: name,
    version,
    id,
    createdAt,
    uri,
    type,
    stage,
    description,
    jobName,
    tags,
    properties,
  } = model;
  const described = {
    schema: 1,
    model: name,
    version,
    id,
    // An address in blob storage may end with a signature.
    uri: uri.split('?', 1)[0],
    createdAt,
    ...given({ type, stage, description, jobName }),
    tags: sorted(tags),
    properties: sorted(properties),
    files: files.map(({ path, size }) => ({ path, size })).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
  return `${JSON.stringify(described, undefined, 2)}\n`;
}

const sorted = (map: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
