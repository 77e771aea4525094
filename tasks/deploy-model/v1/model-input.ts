// Which model a step means: the one it names, or the one that an artifact of its release carries.
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { TaskHost } from '../../../src/ports/task-host.ts';

export interface NamedModel {
  readonly model: string;
  /** A version, or `latest`. */
  readonly version: string;
}

/** Release management hands the artifact's own words over: its definition is the model, its build number the version. */
function ofArtifact({ inputs, variables }: Pick<TaskHost, 'inputs' | 'variables'>): NamedModel {
  const alias = inputs.optional('modelArtifact') ?? variables.get('Release.PrimaryArtifactSourceAlias');
  const read = (name: string) => variables.get(`Release.Artifacts.${alias ?? ''}.${name}`);
  const model = read('DefinitionName');
  const version = read('BuildNumber');
  if (alias === undefined || model === undefined || version === undefined)
    throw fail('ModelArtifactMissing', { alias: alias ?? '' });
  return { model, version };
}

/** @throws InputMissing, InputInvalid, ModelArtifactMissing */
export function readModel(host: Pick<TaskHost, 'inputs' | 'variables'>): NamedModel {
  const { inputs } = host;
  const type = inputs.optional('modelSourceType') ?? 'manualSpec';
  if (/^manualSpec$/i.test(type))
    return { model: inputs.required('modelName'), version: inputs.optional('modelVersion') ?? 'latest' };
  if (/^(?:modelArtifact|artifact)$/i.test(type)) return ofArtifact(host);
  throw fail('InputInvalid', {
    ...{ input: 'modelSourceType', value: type, rule: 'it must be manualSpec or modelArtifact' },
  });
}
