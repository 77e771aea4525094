// Holds the request bodies of plans against the official service descriptions, and our schemas against the official examples.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PlannedRequest } from '../../src/core/plan/plan.ts';
import { bodySchemas } from '../../test/src/core/plan/support/bodies.ts';
import { plannedRequests } from '../../test/src/core/plan/support/planned-requests.ts';

const require = createRequire(import.meta.url);

interface Validator {
  initialize(): Promise<void>;
  validateLiveRequest(request: object): Promise<{
    readonly errors?: readonly {
      readonly code: string;
      readonly message: string;
      readonly pathsInPayload?: readonly string[];
    }[];
    readonly runtimeException?: { readonly message: string };
  }>;
}

const described = (path: string) =>
  /\/providers\/Microsoft\.(MachineLearningServices|ContainerInstance)\//.test(path);

async function againstSwagger(specs: string, requests: readonly PlannedRequest[]): Promise<string[]> {
  const { LiveValidator } = require('oav') as {
    LiveValidator: new (options: object, cache: undefined, log: () => void) => Validator;
  };
  const live = new LiveValidator(
    {
      directory: join(specs, 'rest-api-specs'),
      swaggerPathsPattern: [
        'specification/machinelearningservices/resource-manager/Microsoft.MachineLearningServices/stable/2024-04-01/*.json',
        'specification/containerinstance/resource-manager/**/2023-05-01/*.json',
      ],
      isPathCaseSensitive: false,
      git: { shouldClone: false },
      useRelativeSourceLocationUrl: false,
      loadValidatorInBackground: false,
    },
    undefined,
    () => undefined,
  );
  await live.initialize();
  const faults: string[] = [];
  for (const { method, path, apiVersion = '', body } of requests) {
    const url = `https://management.azure.com${path}?api-version=${apiVersion}`;
    const headers = { 'content-type': 'application/json' };
    const result = await live.validateLiveRequest({ url, method, headers, ...(body && { body }) });
    const errors = [...(result.errors ?? []), ...(result.runtimeException ? [result.runtimeException] : [])];
    for (const { message } of errors) faults.push(`${method} ${path}: ${message}`);
  }
  return faults;
}

/**
 * The published schema closes the base of a type with variants against further properties, and so refuses what the
 * variants themselves declare (TargetUtilization's minInstances, for one). The base is opened; nothing else is.
 */
function withoutClosedBases(_: string, value: unknown): unknown {
  const { allOf } = (typeof value === 'object' && value !== null ? value : {}) as { allOf?: object[] };
  const [base, variants] = allOf ?? [];
  if (base && variants && 'oneOf' in variants && 'additionalProperties' in base)
    delete base.additionalProperties;
  return value;
}

function againstNewest(specs: string, requests: readonly PlannedRequest[]): string[] {
  type Ajv = {
    addSchema(schema: object): void;
    compile(schema: object): ((value: unknown) => boolean) & {
      errors?: readonly { instancePath: string; message?: string }[] | null;
    };
  };
  const load = (name: string): unknown => {
    const module = require(name) as { default?: unknown };
    return module.default ?? module;
  };
  const Draft04 = load('ajv-draft-04') as new (options: object) => Ajv;
  const ajv = new Draft04({ strict: false, allErrors: true, unicodeRegExp: false });
  (load('ajv-formats') as (ajv: Ajv) => void)(ajv);
  ajv.addSchema({
    id: 'https://schema.management.azure.com/schemas/common/definitions.json',
    definitions: { expression: { type: 'string', pattern: '^\\[([^\\[].*)?\\]$' } },
  });
  const file = join(specs, 'arm-json-schemas/2026-05-01/Microsoft.MachineLearningServices.json');
  const document = JSON.parse(readFileSync(file, 'utf8'), withoutClosedBases) as {
    id: string;
    resourceDefinitions: object;
  };
  ajv.addSchema(document);
  const faults: string[] = [];
  for (const { method, path, body } of requests) {
    const [, below] = path.split('/providers/Microsoft.MachineLearningServices/');
    if (method !== 'PUT' || below === undefined) continue;
    const parts = below.split('/');
    const types = parts.filter((_, index) => index % 2 === 0);
    const names = parts.filter((_, index) => index % 2 === 1).join('/');
    const definition = types.join('_');
    const validate = ajv.compile({
      $ref: `${document.id.replace(/#$/, '')}#/resourceDefinitions/${definition}`,
    });
    const type = `Microsoft.MachineLearningServices/${types.join('/')}`;
    if (!validate({ apiVersion: '2026-05-01', type, name: names, ...body }))
      for (const { instancePath, message } of validate.errors ?? [])
        faults.push(`${path}: ${instancePath} ${message ?? ''} (2026-05-01)`);
  }
  return faults;
}

function* jsonFiles(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* jsonFiles(path);
    else if (/createOrUpdate.*\.json$/i.test(name)) yield path;
  }
}

/** Official example -> which of our schemas its body belongs to. */
const examples: readonly (readonly [file: RegExp, path: string])[] = [
  [/\/Workspace\/OnlineEndpoint\//, '/onlineEndpoints/x'],
  [/\/(Managed|Kubernetes)OnlineDeployment\//, '/onlineEndpoints/x/deployments/y'],
  [/\/Workspace\/EnvironmentVersion\//, '/environments/x/versions/1'],
  [/\/Workspace\/CodeVersion\//, '/codes/x/versions/1'],
  [/\/Workspace\/BatchEndpoint\//, '/batchEndpoints/x'],
  [/\/Workspace\/BatchDeployment\//, '/batchEndpoints/x/deployments/y'],
  [/\/ContainerGroupsCreateOrUpdate/, '/containerGroups/x'],
];

function againstExamples(specs: string): { count: number; faults: string[] } {
  const root = join(specs, 'rest-api-specs/specification');
  const faults: string[] = [];
  let count = 0;
  for (const service of ['machinelearningservices', 'containerinstance'])
    for (const file of jsonFiles(join(root, service, 'resource-manager'))) {
      const path = examples.find(([pattern]) => pattern.test(file))?.[1];
      const schema = bodySchemas.find(([pattern]) => path !== undefined && pattern.test(path))?.[1];
      if (schema === undefined) continue;
      const { parameters } = JSON.parse(readFileSync(file, 'utf8')) as {
        parameters: Record<string, unknown>;
      };
      const body = parameters['body'] ?? parameters['containerGroup'];
      const result = schema.safeParse(body);
      count += 1;
      if (!result.success) faults.push(`${file.slice(root.length)}: ${result.error.message}`);
    }
  return { count, faults };
}

/** @returns the number of faults, each of which was printed */
export async function checkPlans(specs: string): Promise<number> {
  if (!existsSync(specs)) throw new Error(`The service descriptions are not here (${specs}).`);
  const requests = plannedRequests().filter(({ system, path }) => system === 'azure' && described(path));
  const official = againstExamples(specs);
  const faults = [
    ...(await againstSwagger(specs, requests)),
    ...againstNewest(specs, requests),
    ...official.faults,
  ];
  for (const fault of faults) console.error(fault);
  const groups = requests.filter(({ path }) => path.includes('/containerGroups/')).length;
  console.log(
    `plans: ${requests.length} distinct requests, ${groups} of them container groups, ${official.count} official examples, ${faults.length} faults`,
  );
  return groups === 0 || official.count === 0 ? 1 : faults.length;
}
