// The files of the pipeline's working folder.
import type { SourceFile } from '../core/deploy/content-hash.ts';

export interface LocalSourceFile extends SourceFile {
  readonly absolutePath: string;
}

export interface ProjectFiles {
  /**
   * Reads a text file.
   * @param what what it is, for messages ("inference config")
   * @throws FileNotFound, FileUnreadable
   */
  readText(path: string, what: string): Promise<string>;

  /**
   * Every regular file below `root`, with its content hash; hidden version-control folders and caches are left out.
   * @throws FileNotFound, FileUnreadable
   */
  listTree(root: string): Promise<readonly LocalSourceFile[]>;
}
