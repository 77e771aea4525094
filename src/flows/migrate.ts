// Migrates one file and puts the result where it was asked for.
import type { Migration } from '../core/migration/entry.ts';
import { migrateText } from '../core/migration/migrate-text.ts';
import type { MigrationContext } from '../core/migration/options.ts';
import type { MigrationFiles } from '../ports/migration-files.ts';

/** `nowhere`: only look. `itself`: rewrite the given file. */
export type MigrationTarget = 'nowhere' | 'itself' | { readonly newFile: string };

export interface MigrationOutcome extends Migration {
  /** The file that was written; absent when none was. */
  readonly written?: string;
}

/**
 * @throws as `migrateText` and `files` do; then nothing has been written
 */
export async function migrateFile(
  file: string,
  target: MigrationTarget,
  context: MigrationContext,
  files: MigrationFiles,
): Promise<MigrationOutcome> {
  const text = await files.read(file);
  const migration = migrateText(text, context, file);
  if (target === 'nowhere') return migration;
  if (target !== 'itself') {
    await files.create(target.newFile, migration.text);
    return { ...migration, written: target.newFile };
  }
  if (migration.text === text) return migration;
  await files.replace(file, migration.text);
  return { ...migration, written: file };
}
