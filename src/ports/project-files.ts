// The files of the pipeline's working folder.
import type { SourceFile } from '../core/deploy/content-hash.ts';

export interface LocalSourceFile extends SourceFile {
  readonly absolutePath: string;
  /** The path that was asked for is this file itself, and no folder. */
  readonly isRoot?: true;
}

export interface ProjectFiles {
  /**
   * Reads a text file.
   * @param what what it is, for messages ("inference config")
   * @throws FileNotFound, FileUnreadable
   */
  readText(path: string, what: string): Promise<string>;

  /**
   * Every regular file below `root`, in the order of their paths, with its content hash. Left out are version control,
   * caches, links, and what `.amlignore` at the root says or, without one, `.gitignore`.
   * @throws FileNotFound, FileUnreadable
   */
  listTree(root: string): Promise<readonly LocalSourceFile[]>;
}
