// The files that a migration reads and writes.

export interface MigrationFiles {
  /** @throws FileNotFound, FileUnreadable */
  read(path: string): Promise<string>;
  /** Makes a new file. @throws OutputExists, OutputNotWritable */
  create(path: string, text: string): Promise<void>;
  /** Replaces a file as a whole or not at all. @throws OutputNotWritable */
  replace(path: string, text: string): Promise<void>;
}
