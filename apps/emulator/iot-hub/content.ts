// What a deployment puts on a device: a whole manifest (the base), or single modules and routes (a layer).
import { z } from 'zod';
import { hubErrors, type HubError } from './hub-error.ts';
import { routeFault } from './route-syntax.ts';

/** By module; its members are `properties.desired`, or paths below that. */
export type ModulesContent = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const prefix = 'properties.desired';

/** Bytes of one value and of all desired properties of one twin. */
const maxText = 4096;
const maxSection = 32 * 1024;

const moduleName = /^[A-Za-z0-9\-:+%_#*?!(),@$=]{1,128}$/;
const variables = z.record(z.string().regex(/^[^.$\s]+$/), z.strictObject({ value: z.string() }));

const moduleShape = z.strictObject({
  settings: z.strictObject({
    image: z.string().min(1),
    createOptions: z.string().default(''),
  }),
  type: z.literal('docker'),
  status: z.enum(['running', 'stopped']),
  restartPolicy: z.enum(['always', 'on-failure', 'on-unhealthy', 'never']),
  version: z.string().optional(),
  env: variables.optional(),
  imagePullPolicy: z.enum(['on-create', 'never']).optional(),
  startupOrder: z.int().min(0).optional(),
});

export type ModuleSpec = z.infer<typeof moduleShape>;

const systemModule = moduleShape.partial({ status: true, restartPolicy: true });

const agentShape = z.strictObject({
  schemaVersion: z.string(),
  runtime: z.strictObject({
    type: z.literal('docker'),
    settings: z.looseObject({
      minDockerVersion: z.string().optional(),
      registryCredentials: z
        .record(
          z.string(),
          z.strictObject({ address: z.string(), username: z.string(), password: z.string() }),
        )
        .optional(),
    }),
  }),
  systemModules: z.strictObject({ edgeAgent: systemModule, edgeHub: systemModule }),
  modules: z.record(z.string(), moduleShape).default({}),
});

export type AgentManifest = z.infer<typeof agentShape>;

const hubShape = z.looseObject({ schemaVersion: z.string(), routes: z.record(z.string(), z.unknown()) });

const invalid = (place: string, reason: string): HubError =>
  hubErrors.invalid(`The configuration content is invalid: ${place}: ${reason}.`);

function parse<T>(place: string, value: unknown, shape: z.ZodType<T>): T {
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw invalid([place, ...(issue?.path ?? [])].join('.'), issue?.message ?? 'it is unreadable');
}

/** What the agent of a device makes of its desired properties. @throws HubError */
export const parseAgent = (value: unknown): AgentManifest => parse('$edgeAgent', value, agentShape);

function checkModule(name: string, value: unknown): void {
  const place = `$edgeAgent.modules.${name}`;
  if (!moduleName.test(name))
    throw invalid(place, 'the name of a module has 1 to 128 letters, digits and dashes');
  const { settings } = parse(place, value, moduleShape);
  if (settings.createOptions === '') return;
  try {
    const options: unknown = JSON.parse(settings.createOptions);
    if (typeof options === 'object' && options !== null && !Array.isArray(options)) return;
  } catch {
    // Told below.
  }
  throw invalid(`${place}.settings.createOptions`, 'it must be the text of a JSON object');
}

function checkRoute(name: string, value: unknown): void {
  const text =
    typeof value === 'string' ? value : parse(name, value, z.looseObject({ route: z.string() })).route;
  const fault = routeFault(text);
  if (fault !== undefined) throw invalid(`$edgeHub.routes.${name}`, fault);
}

/** @throws HubError when a value or a section is larger than a twin holds */
export function checkSize(place: string, value: unknown): void {
  const check = (item: unknown): void => {
    if (typeof item === 'string' && Buffer.byteLength(item) > maxText)
      throw invalid(place, `a value is longer than ${maxText} bytes`);
    if (typeof item === 'object' && item !== null) Object.values(item).forEach(check);
  };
  check(value);
  if (Buffer.byteLength(JSON.stringify(value)) > maxSection)
    throw invalid(place, `it is larger than ${maxSection} bytes`);
}

function checkLayered(module: string, key: string, value: unknown): void {
  const [, section, name, ...deeper] = key.slice('properties.'.length).split('.');
  if (module === '$edgeAgent' && section === 'modules' && name !== undefined) {
    if (deeper.length === 0) checkModule(name, value);
    else if (deeper[0] !== 'env')
      throw invalid(`${module}.${key}`, 'only env can be added to a module of another layer');
    return;
  }
  if (module === '$edgeHub' && section === 'routes' && name !== undefined && deeper.length === 0) {
    checkRoute(name, value);
    return;
  }
  if (module.startsWith('$')) throw invalid(`${module}.${key}`, 'a layer holds modules and routes only');
}

const isBase = (members: Readonly<Record<string, unknown>> | undefined) =>
  members !== undefined && prefix in members;

/** Whether `content` is a whole manifest, under which layers can lie. */
export const isWhole = (content: ModulesContent): boolean => isBase(content['$edgeAgent']);

/** @throws HubError 400 naming the place and the reason */
export function checkContent(content: ModulesContent): void {
  if (isWhole(content) !== isBase(content['$edgeHub']))
    throw invalid('modulesContent', '$edgeAgent and $edgeHub are both whole or both layered');
  for (const [module, members] of Object.entries(content))
    for (const [key, value] of Object.entries(members)) {
      const place = `${module}.${key}`;
      if (key !== prefix && !key.startsWith(`${prefix}.`))
        throw invalid(place, `it must be ${prefix} or a path below it`);
      checkSize(place, value);
      if (key !== prefix) checkLayered(module, key, value);
      else if (module === '$edgeAgent')
        for (const [name, one] of Object.entries(parseAgent(value).modules)) checkModule(name, one);
      else if (module === '$edgeHub')
        for (const [name, one] of Object.entries(parse('$edgeHub', value, hubShape).routes))
          checkRoute(name, one);
    }
}
