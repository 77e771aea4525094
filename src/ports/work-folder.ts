// Folders of this machine that a deployment fills and a server reads.
import type { UploadFile } from './deployment-assets.ts';

export interface WorkFolder {
  /** Absolute path. */
  readonly root: string;
  /**
   * Makes the folder with these files, whole or not at all; one that is there is left as it is.
   *
   * @param path absolute, below `root`
   * @throws TargetNotWritable
   */
  fill(path: string, files: readonly UploadFile[]): Promise<void>;
  /** What is not there is no error. */
  remove(path: string): Promise<void>;
}
