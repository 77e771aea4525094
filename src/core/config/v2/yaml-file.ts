// What all files of `az ml` v2 have in common: `$schema`, keys that only the service writes, and values it converts.
import * as z from 'zod';
import { checkDocument, readDocument, type ConfigDocument } from '../document.ts';
import { invalidKey, originOf, type Origin } from '../origin.ts';

export const text = z.string().min(1, 'must not be empty');
export const whole = z.number().int('must be a whole number');
export const count = whole.min(1, 'must be at least 1').max(2_147_483_647, 'must be at most 2147483647');
export const share = whole.min(0, 'must be at least 0').max(100, 'must be at most 100');

/** The tool hands numbers and booleans on as they are, and the service takes texts only. */
export const texts = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()]).transform((value) => String(value)),
);

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .string()
    .transform((value) => value.toLowerCase())
    .pipe(z.enum(values));

export const network = oneOf(['enabled', 'disabled']);
export const version = z.union([text, z.number().transform(String)]);

/** What `az ml ... show` prints and no file has to say. */
const readOnly = {
  id: z.unknown().optional(),
  provisioning_state: z.unknown().optional(),
  scoring_uri: z.unknown().optional(),
  openapi_uri: z.unknown().optional(),
  kind: z.unknown().optional(),
  creation_context: z.unknown().optional(),
};

export const readOnlyKeys: readonly string[] = Object.keys(readOnly);

/** Keys of every file beside its own. */
export const common = {
  $schema: text.optional(),
  description: z.string().optional(),
  tags: texts.optional(),
  properties: texts.optional(),
  ...readOnly,
};

export interface YamlFile<T> {
  readonly value: T;
  readonly origin: Origin;
  /** Keys that are read over, in sentences. */
  readonly warnings: readonly string[];
}

const wholes = new Set(['tags', 'properties', 'environment_variables', 'traffic', 'mirror_traffic']);

/** The kinds of file by the name in their `$schema`: `.../managedOnlineEndpoint.schema.json`. */
const schemaName = /([A-Za-z]+)\.schema\.json$/;

function checkKind({ value }: ConfigDocument, origin: Origin, kinds: readonly string[]): void {
  const given: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, '$schema') : undefined;
  if (given === undefined || given === null) return;
  const [, name] = schemaName.exec(typeof given === 'string' ? given : '') ?? [];
  if (name !== undefined && kinds.some((kind) => kind.toLowerCase() === name.toLowerCase())) return;
  const found = name === undefined ? 'is no schema of az ml' : `is that of ${name}`;
  throw invalidKey(origin, '$schema', `${found}; this file is to be of ${kinds.join(' or ')}`);
}

/** Versions are texts, also where they look like numbers. */
export const yamlTextKeys = ['version', 'model.version', 'environment.version'];

export const readYamlDocument = (content: string, file: string): ConfigDocument =>
  readDocument(content, file, { textKeys: yamlTextKeys });

/**
 * The meaning of a file of `az ml` v2 that was read already, with whatever overrides its keys.
 *
 * @param kinds names that `$schema` may have
 * @throws ConfigurationInvalid
 */
export function yamlFrom<T>(
  schema: z.ZodType<T>,
  document: ConfigDocument,
  kinds: readonly string[],
): YamlFile<T> {
  const { file } = document;
  const origin = originOf(document, wholes);
  checkKind(document, origin, kinds);
  const value = checkDocument(schema, document);
  const warnings = ['', 'environment.', 'model.']
    .flatMap((path) => readOnlyKeys.map((key) => `${path}${key}`))
    .flatMap((key) => {
      const given = origin.keys[key];
      return given ? [`'${file}' (${given.place}) gives '${key}', which only the service writes.`] : [];
    });
  return { value, origin, warnings };
}
