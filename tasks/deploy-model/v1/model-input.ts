// Which model a step means: the one it names, or the one that an artifact of its release carries.
import { fail } from '../../../src/core/errors/catalogue.ts';
import { parseModelReference } from '../../../src/core/model/reference.ts';
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

/** `latest` is what the version holds where nobody filled it in: then a version in the name counts. */
function named({ inputs }: Pick<TaskHost, 'inputs'>): NamedModel {
  const version = inputs.optional('modelVersion');
  const given = version?.toLowerCase() === 'latest' ? undefined : version;
  const names = { definition: 'modelName', version: 'modelVersion' };
  const reference = parseModelReference(inputs.required('modelName'), given, names);
  return { model: reference.name, version: reference.version };
}

/** @throws InputMissing, InputInvalid, ModelArtifactMissing */
export function readModel(host: Pick<TaskHost, 'inputs' | 'variables'>): NamedModel {
  const { inputs } = host;
  const type = inputs.optional('modelSourceType') ?? 'manualSpec';
  if (/^manualSpec$/i.test(type)) return named(host);
  if (/^(?:modelArtifact|artifact)$/i.test(type)) return ofArtifact(host);
  throw fail('InputInvalid', {
    ...{ input: 'modelSourceType', value: type, rule: 'it must be manualSpec or modelArtifact' },
  });
}
