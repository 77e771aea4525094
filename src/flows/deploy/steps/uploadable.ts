// Files of a plan as an upload wants them.
import type { PlannedFile } from '../../../core/deploy/desired-assets.ts';
import type { UploadFile } from '../../../ports/deployment-assets.ts';

/** Files that were read from this machine still carry where they lie. */
export function uploadable(file: PlannedFile): UploadFile {
  if ('text' in file) return file;
  const absolutePath: unknown = Reflect.get(file, 'absolutePath');
  if (typeof absolutePath === 'string') return { path: file.path, absolutePath };
  throw new Error(`'${file.path}' of the plan does not say where it lies.`);
}
