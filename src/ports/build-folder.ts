// A folder on this machine where a build context is put together.
import type { UploadFile } from './deployment-assets.ts';

export interface BuildFolder {
  /** Absolute. */
  readonly path: string;
  /** Puts a copy of the file at its path in the folder. @throws TargetNotWritable, UploadSourceUnreadable */
  add(file: UploadFile): Promise<void>;
  /** Packs everything in it. @returns the absolute path of a .tar.gz, which lies outside the folder */
  pack(): Promise<string>;
  /** Removes folder and archive; once is enough, twice is no error. */
  remove(): Promise<void>;
}

/** Makes an empty one that nobody else uses. */
export type MakeBuildFolder = () => Promise<BuildFolder>;
