// A model on this machine, about to be registered.
import type { SourceFile } from '../core/deploy/content-hash.ts';

export interface LocalModelFile extends SourceFile {
  readonly absolutePath: string;
  /** Base64. */
  readonly md5: string;
}

export interface LocalModel {
  /** Name of the file or folder. */
  readonly name: string;
  /** Of a folder: paths below it. Of a file: the one file, under its name. */
  readonly files: readonly LocalModelFile[];
  readonly isFolder: boolean;
}

/**
 * Reads a file, or a folder with everything below it but what `.amlignore` or, without one, `.gitignore` leaves out. Links
 * are followed as long as they stay in the folder.
 * @throws FileNotFound, FileUnreadable, PathOutsideSource
 */
export type ReadLocalModel = (path: string) => Promise<LocalModel>;
