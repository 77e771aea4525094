// What the migration's tests share: the artifact type as it is contributed, and reading a report.
import { readArtifactType } from '../../../../../apps/cli/migrate/artifact-type.ts';
import type { Migration, MigrationEntry } from '../../../../../src/core/migration/entry.ts';
import { migrateText } from '../../../../../src/core/migration/migrate-text.ts';
import type { MigrationContext, MigrationOptions } from '../../../../../src/core/migration/options.ts';

export const contextWith = (options: MigrationOptions = {}): MigrationContext => ({
  options,
  artifactType: readArtifactType(),
});

export const migrate = (text: string, options: MigrationOptions = {}, file = 'pipeline.yml'): Migration =>
  migrateText(text, contextWith(options), file);

/** The entries as short lines: action, place, what. */
export const short = (entries: readonly MigrationEntry[]): readonly string[] =>
  entries.map(({ action, where, what }) => `${action} ${where} ${what}`);

export const questions = (entries: readonly MigrationEntry[]): readonly string[] =>
  entries.flatMap(({ action, what }) => (action === 'question' ? [what] : []));

/** A step of the retired deploy task as a YAML file has it, and as it has to become. */
export const deployStep = {
  before: [
    '- task: AMLModelDeploy@0',
    '  displayName: deploy # keep me',
    '  inputs:',
    '    azureSubscription: ml',
    '    modelSourceType: manualSpec',
    '    modelName: fraud',
    '    inferencePath: score/inference.yml',
    '    deploymentTarget: ACI',
    '    deploymentName: fraud',
    '    deployConfig: score/aci.yml',
    '    overwriteExistingDeployment: true',
  ],
  after: [
    '- task: AzureMLModelDeploy@1',
    '  displayName: deploy # keep me',
    '  inputs:',
    '    connection: ml',
    '    modelName: fraud',
    '    inferenceConfig: score/inference.yml',
    '    deploymentTarget: ACI',
    '    endpointName: fraud',
    '    deploymentConfig: score/aci.yml',
    '    overwriteExistingDeployment: true',
  ],
} as const;
