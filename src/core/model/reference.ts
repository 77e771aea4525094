// How a person names a model version: `fraud`, `fraud:7`, `fraud@latest`, and a separate version or `latest`.
import { fail } from '../errors/catalogue.ts';

export interface ModelReference {
  readonly name: string;
  /** A version, or `latest`. */
  readonly version: string;
}

/** Names of v1 models may hold a dot; neither `:` nor `@` nor `/` occurs in any name. */
const reference = /^(?:azureml:)?([a-zA-Z0-9][a-zA-Z0-9._-]{0,254})(?:([:@])(.*))?$/;
const versionPattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,29}$/;

/** How messages name the two inputs. */
export interface ReferenceInputs {
  readonly definition: string;
  readonly version: string;
}

const artifactInputs: ReferenceInputs = { definition: 'definition', version: 'version' };

/**
 * Joins what the two inputs say.
 *
 * @param version absent means what the name carries, else `latest`
 * @param inputs default: those of an artifact
 * @throws InputInvalid naming the input that is wrong, or that the two contradict each other
 */
export function parseModelReference(
  definition: string,
  version: string | undefined,
  inputs = artifactInputs,
): ModelReference {
  const [, name, sign, tail] = reference.exec(definition.trim()) ?? [];
  const invalid = (input: keyof ReferenceInputs, value: string, rule: string) =>
    fail('InputInvalid', { input: inputs[input], value, rule });
  if (name === undefined)
    throw invalid('definition', definition, 'it must be a model name, name:version or name@latest');
  if (sign === '@' && tail?.toLowerCase() !== 'latest')
    throw invalid(
      'definition',
      definition,
      "only latest may follow the @, as the service knows the label 'latest' only",
    );
  if (sign === ':' && tail === '')
    throw invalid('definition', definition, 'the version after the colon is missing');
  const carried = sign === undefined ? undefined : normal(tail ?? '');
  const given = version === undefined || version.trim() === '' ? undefined : normal(version);
  for (const [input, value] of [
    ['definition', carried],
    ['version', given],
  ] as const)
    if (value !== undefined && !versionPattern.test(value))
      throw invalid(input, value, 'a version has letters, digits, dot, dash and underscore only');
  if (carried !== undefined && given !== undefined && carried !== given)
    throw invalid('version', given, `the input '${inputs.definition}' asks for '${definition.trim()}'`);
  return { name, version: given ?? carried ?? 'latest' };
}

const normal = (version: string): string => (/^@?latest$/i.test(version.trim()) ? 'latest' : version.trim());
