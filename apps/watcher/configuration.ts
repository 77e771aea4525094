// watch.yml: what it may say, checked before anything starts.
import * as z from 'zod';
import { parseConfiguration } from '../../src/core/config/document.ts';
import type { Watch } from '../../src/core/watch.ts';
import { intervalLimits } from './arguments.ts';

const text = z.string().trim().min(1, 'must not be empty');

/** https, or http to this very machine: a token goes there. */
const address = text
  .refine(isSafeAddress, 'must be an address that begins with https://')
  .transform((url) => url.replace(/\/+$/, ''));

/**
 * The name of an environment variable. Upper case only: a secret that was pasted in here by mistake is refused and,
 * as no message repeats it, stays out of the log.
 */
const variable = z
  .string()
  .regex(
    /^[A-Z][A-Z0-9_]*$/,
    'must be the name of an environment variable (upper case) that holds the secret, not the secret',
  );

const azureSchema = z
  .strictObject({
    armUrl: address.default('https://management.azure.com'),
    authorityUrl: address.default('https://login.microsoftonline.com'),
    /** For whom the tokens are; by default Azure Resource Manager at `armUrl`. */
    audience: text.optional(),
    tenantId: text,
    clientId: text,
    clientSecretFrom: variable.optional(),
    certificateFrom: variable.optional(),
  })
  .refine(
    ({ clientSecretFrom, certificateFrom }) =>
      (clientSecretFrom === undefined) !== (certificateFrom === undefined),
    'needs either clientSecretFrom or certificateFrom',
  );

const watchSchema = z.strictObject({
  name: text,
  workspace: z.strictObject({
    subscriptionId: z.guid('must be a GUID'),
    resourceGroup: text,
    name: text,
  }),
  model: text,
  mode: z.enum(['latest', 'every']).default('latest'),
  release: z.strictObject({
    project: text,
    definition: z.union([text, z.int().positive()], 'must be the name of a release definition, or its id'),
    artifact: text,
  }),
});

const schema = z.strictObject({
  azure: azureSchema,
  organization: z.strictObject({ url: address, tokenFrom: variable }),
  intervalSeconds: z.int().min(intervalLimits.least).max(intervalLimits.most).default(60),
  watches: z
    .array(watchSchema)
    .min(1, 'must have at least one watch')
    .superRefine((watches, context) => {
      watches.forEach(({ name }, index) => {
        const first = watches.findIndex((other) => other.name === name);
        if (first === index) return;
        const message = `'${name}' is the name of another watch already`;
        context.addIssue({ code: 'custom', path: [index, 'name'], message });
      });
    }),
});

export type AzureSection = z.infer<typeof azureSchema>;
export type WatchConfiguration = Omit<z.infer<typeof schema>, 'watches'> & {
  readonly watches: readonly Watch[];
};

/**
 * @param file its name, for messages
 * @throws ConfigurationUnreadable, ConfigurationInvalid with every mistake and its line
 */
export function parseWatchConfiguration(content: string, file: string): WatchConfiguration {
  return parseConfiguration(schema, content, file, Number.POSITIVE_INFINITY);
}

function isSafeAddress(candidate: string): boolean {
  if (!URL.canParse(candidate)) return false;
  const url = new URL(candidate);
  if (url.username !== '' || url.password !== '' || url.search !== '') return false;
  const isThisMachine = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine);
}
