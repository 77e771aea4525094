// What a service's own swagger document says about its requests and answers.
import * as z from 'zod';

/** The part of a JSON schema that inference-schema writes. */
export interface JsonSchema {
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly items?: JsonSchema | undefined;
  readonly required?: readonly string[] | undefined;
  readonly example?: unknown;
}

const schema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    format: z.string().optional(),
    properties: z.record(z.string(), schema).optional(),
    items: schema.optional(),
    required: z.array(z.string()).optional(),
    example: z.unknown().optional(),
  }),
);

const parts = z.object({ ServiceInput: schema.optional(), ServiceOutput: schema.optional() });

/** Swagger 2 keeps its schemas in `definitions`, OpenAPI 3 in `components`. */
const document = z.union([
  z.object({ definitions: parts }).transform(({ definitions }) => definitions),
  z.object({ components: z.object({ schemas: parts }) }).transform(({ components }) => components.schemas),
]);

export interface ServiceSchema {
  readonly input?: JsonSchema;
  readonly output?: JsonSchema;
}

/** @returns absent for what is no document of an inference server */
export function readServiceSchema(text: string): ServiceSchema | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = document.safeParse(value);
  if (!parsed.success) return undefined;
  const { ServiceInput: input, ServiceOutput: output } = parsed.data;
  return { ...(input && { input }), ...(output && { output }) };
}

/** A request that the script's own sample makes, or one put together from the types; absent where nothing is known. */
export function sampleRequest({ input }: ServiceSchema): unknown {
  return input === undefined ? undefined : sampleOf(input);
}

const simpleSamples: Readonly<Record<string, unknown>> = {
  integer: 0,
  number: 0,
  boolean: false,
  string: '',
};

function sampleOf({ example, type, properties, items }: JsonSchema): unknown {
  if (example !== undefined) return example;
  if (type === 'array') return items === undefined ? [] : [sampleOf(items)];
  const simple = simpleSamples[type ?? ''];
  if (simple !== undefined) return simple;
  return Object.fromEntries(Object.entries(properties ?? {}).map(([name, inner]) => [name, sampleOf(inner)]));
}
