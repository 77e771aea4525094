// The migration of one file: finds out what the file is, and has it rewritten.
import { fail } from '../errors/catalogue.ts';
import type { Migration } from './entry.ts';
import type { MigrationContext } from './options.ts';
import { migrateReleaseDefinitions } from './release-definition.ts';
import { migrateYamlPipeline } from './yaml-pipeline.ts';

const byteOrderMark = '\uFEFF';

/**
 * Rewrites an exported release definition (JSON) or a YAML pipeline of the retired extension to ours. Running it again on its
 * result, with the same options, changes nothing.
 *
 * @param file the name by which errors call the text; `.json` decides for JSON when the text is neither
 * @throws ConfigurationUnreadable, MigrationFileUnknown, MigrationUnsafe
 */
export function migrateText(given: string, context: MigrationContext, file: string): Migration {
  // Neither reader expects the mark; it goes back in front of the result.
  const mark = given.startsWith(byteOrderMark) ? byteOrderMark : '';
  const text = given.slice(mark.length);
  const document = /^\s*[[{]/.test(text) ? parseJson(text, file) : undefined;
  const result =
    document === undefined
      ? migrateYamlPipeline(text, context, file)
      : migrateReleaseDefinitions(text, document, context, file);
  return { ...result, text: `${mark}${result.text}` };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!file.toLowerCase().endsWith('.json')) return undefined;
    const problem = error instanceof Error ? error.message.replace(/\s+/g, ' ') : 'it can not be read';
    throw fail('MigrationFileUnknown', { file, problem: `it is no well-formed JSON (${problem})` }, error);
  }
}
