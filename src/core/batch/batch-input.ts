// What a batch job shall score: an address that the cluster can read, or files to be uploaded first.
import * as z from 'zod';
import type { PlannedFile } from '../deploy/desired-assets.ts';

export type BatchInput =
  | { readonly kind: 'address'; readonly uri: string; readonly isFile: boolean }
  | { readonly kind: 'files'; readonly files: readonly PlannedFile[] };

/** Addresses that the service takes: of a datastore, of blob storage, the ARM id of a data asset. */
const address = /^(?:azureml:|https:\/\/|\/subscriptions\/)/i;

export const isAddress = (text: string): boolean => address.test(text);

const shape = z.union([
  z.strictObject({
    input: z.string().regex(address),
    type: z.enum(['uri_folder', 'uri_file']).default('uri_folder'),
  }),
  z.strictObject({ files: z.record(z.string().min(1), z.string()) }),
]);

/** The name under which a request that is neither is uploaded. */
const requestFile = 'request.json';

/**
 * Reads a test request or the body of an invocation: `{"input": ADDRESS, "type": "uri_file"}`, `{"files": {NAME: TEXT}}`,
 * or any other JSON, which then is the one file that is scored.
 */
export function batchInputOf(json: string): BatchInput {
  const parsed = shape.safeParse(JSON.parse(json));
  if (!parsed.success) return { kind: 'files', files: [{ path: requestFile, text: json }] };
  if ('input' in parsed.data) {
    const { input, type } = parsed.data;
    return { kind: 'address', uri: input, isFile: type === 'uri_file' };
  }
  const files = Object.entries(parsed.data.files).map(([path, text]) => ({ path, text }));
  return { kind: 'files', files };
}
