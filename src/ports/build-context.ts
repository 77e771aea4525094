// A folder of this machine that an image is built from.
import type { UploadFile } from './deployment-assets.ts';

/**
 * Writes texts and copies files below `folder`, which is made.
 * @throws TargetNotWritable, UnsafeModelPath
 */
export type WriteContext = (folder: string, files: readonly UploadFile[]) => Promise<void>;
