// Configurations (automatic deployments) as they are written, kept and shown.
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { parseTargetCondition, type Condition } from './condition.ts';
import { checkContent, checkSize, type ModulesContent } from './content.ts';
import { hubErrors } from './hub-error.ts';
import { parseQuery } from './query.ts';
import { newEtag } from './twin.ts';
import { ConditionError } from './words.ts';

const label = /^[A-Za-z0-9\-:.+%_#*?!(),=@;']{1,128}$/;
const results = z.record(z.string(), z.number()).optional();
const metrics = z.strictObject({ results, queries: z.record(z.string(), z.string()).optional() });
const members = z.record(z.string(), z.unknown());

/** What the hub makes itself may come back in an update, and says nothing there. */
const configurationBody = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9\-+%_*!']{1,128}$/, "must have 1 to 128 lower-case letters, digits and -+%_*!'"),
  schemaVersion: z.enum(['1.0', '2.0']).nullish(),
  labels: z
    .record(
      z.string().regex(label),
      z.string().regex(label, "must have 1 to 128 letters, digits and -:.+%_#*?!(),=@;'"),
    )
    .nullish(),
  content: z
    .strictObject({
      modulesContent: z.record(z.string(), members).nullish(),
      deviceContent: members.nullish(),
      moduleContent: members.nullish(),
    })
    .nullish(),
  targetCondition: z.string().default(''),
  priority: z.int().min(0).max(2_147_483_647).default(0),
  metrics: metrics.nullish(),
  systemMetrics: metrics.nullish(),
  createdTimeUtc: z.string().nullish(),
  lastUpdatedTimeUtc: z.string().nullish(),
  etag: z.string().nullish(),
});

export interface Configuration {
  readonly id: string;
  readonly schemaVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly content: ModulesContent;
  readonly targetCondition: string;
  readonly priority: number;
  readonly queries: Readonly<Record<string, string>>;
  readonly targets: Condition;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Rises with each one that is created. */
  readonly created: number;
  readonly etag: string;
}

function understood<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    throw hubErrors.invalid(`The ${what} is invalid: ${error.message}.`);
  }
}

/** @throws HubError 400 */
export function parseConfiguration(id: string, body: unknown, now: Date, created: number): Configuration {
  const read = configurationBody.safeParse(body);
  if (!read.success) throw hubErrors.invalid(`The configuration is invalid: ${z.prettifyError(read.error)}`);
  const { content, targetCondition, priority, labels, metrics: asked, schemaVersion } = read.data;
  if (read.data.id !== id)
    throw hubErrors.invalid(`The id '${read.data.id}' differs from '${id}' in the address.`);
  if (content?.deviceContent || content?.moduleContent)
    throw hubErrors.invalid('This emulator knows deployments of IoT Edge modules only.');
  const modules = content?.modulesContent ?? {};
  if (Object.keys(modules).length === 0)
    throw hubErrors.invalid('The content of a configuration can not be empty.');
  checkContent(modules);
  const queries = asked?.queries ?? {};
  for (const [name, query] of Object.entries(queries))
    understood(`metric '${name}'`, () => parseQuery(query));
  return {
    id,
    schemaVersion: schemaVersion ?? '1.0',
    labels: labels ?? {},
    content: modules,
    targetCondition,
    priority,
    queries,
    targets: understood('target condition', () => parseTargetCondition(targetCondition)),
    createdAt: now,
    updatedAt: now,
    created,
    etag: newEtag(),
  };
}

/** @throws HubError 400 when the content differs: it is written once */
export function updateConfiguration(before: Configuration, after: Configuration): Configuration {
  if (!isDeepStrictEqual(before.content, after.content))
    throw hubErrors.invalid(
      `The content of the configuration '${before.id}' can not be changed. Only labels, target condition, priority and metrics can; create another configuration instead.`,
    );
  return { ...after, createdAt: before.createdAt, created: before.created };
}

/** Content for one device, as it is put on it by hand. @throws HubError 400 */
export function parseDeviceContent(body: unknown): ModulesContent {
  const read = z.strictObject({ modulesContent: z.record(z.string(), members) }).safeParse(body);
  if (!read.success) throw hubErrors.invalid(`The content is invalid: ${z.prettifyError(read.error)}`);
  const { modulesContent } = read.data;
  checkContent(modulesContent);
  if (modulesContent['$edgeAgent']?.['properties.desired'] === undefined)
    throw hubErrors.invalid('What is applied to one device must be a whole manifest.');
  checkSize('modulesContent', modulesContent['$edgeAgent']);
  return modulesContent;
}
