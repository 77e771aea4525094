// `azureml-release migrate`: wires arguments, files and report to the migration.
import { type MigrationTarget, migrateFile } from '../../../src/flows/migrate.ts';
import { isExtensionError } from '../../../src/core/errors/extension-error.ts';
import type { ExitStatus, ProgramOptions } from '../host.ts';
import { type MigrateArguments, parseArguments, usage } from './arguments.ts';
import { readArtifactType } from './artifact-type.ts';
import { jsonReport, questionsIn, textReport } from './report.ts';

export async function runMigrate(program: ProgramOptions, argv: readonly string[]): Promise<ExitStatus> {
  const parsed = parseArguments(argv);
  if (parsed === 'help') {
    program.writeOut(usage);
    return 0;
  }
  try {
    return await migrate(program, parsed);
  } catch (error) {
    if (!parsed.json || !isExtensionError(error)) throw error;
    const { code, message, remedy } = error;
    reportTo(program, parsed)(`${JSON.stringify({ file: parsed.file, error: { code, message, remedy } })}\n`);
    return 2;
  }
}

async function migrate(program: ProgramOptions, parsed: MigrateArguments): Promise<ExitStatus> {
  const { file, options, json } = parsed;
  const context = { options, artifactType: readArtifactType() };
  const outcome = await migrateFile(file, targetOf(parsed), context, program.files);
  if (parsed.output === '-') program.writeOut(outcome.text);
  const reported = { file, outcome, whereIsIt: whereIsIt(parsed) };
  reportTo(program, parsed)(json ? jsonReport(reported) : textReport(reported));
  return questionsIn(outcome) > 0 ? 1 : 0;
}

/** The result itself has the standard output to itself when it goes there. */
const reportTo = ({ writeOut, writeAside }: ProgramOptions, { output }: MigrateArguments) =>
  output === '-' ? writeAside : writeOut;

function targetOf({ inPlace, output }: MigrateArguments): MigrationTarget {
  if (inPlace) return 'itself';
  return output === undefined || output === '-' ? 'nowhere' : { newFile: output };
}

function whereIsIt({ inPlace, output }: MigrateArguments): string {
  if (output === '-') return 'Written to the standard output.';
  return inPlace
    ? 'Nothing was written, as nothing had to change.'
    : 'Nothing was written: add --output FILE or --in-place.';
}
