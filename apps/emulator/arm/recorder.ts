// Writes every ARM exchange as a line of JSON, so that it can be checked against the official descriptions. Secrets are
// replaced by values of the same type.
import { appendFileSync } from 'node:fs';

export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body?: unknown;
  };
}

const replacement = 'redacted';
const secretProperties = new Set([
  'key',
  'sasToken',
  'primaryKey',
  'secondaryKey',
  'keyValue',
  'accessToken',
  'password',
  'secureValue',
]);

/** Addresses whose query is a signature. */
const signedAddresses = new Set(['sasUri', 'uploadUrl', 'logLink']);

/** The same form, an empty text in base64 for the contents of a secret volume. */
function redactSecretVolume(secret: object): object {
  return Object.fromEntries(Object.keys(secret).map((file) => [file, '']));
}

/** Variables by name, or as a list of names and values. */
function redactVariables(variables: object): unknown {
  if (!Array.isArray(variables))
    return Object.fromEntries(Object.keys(variables).map((variable) => [variable, replacement]));
  return variables.map((variable: object) => ({
    ...variable,
    ...('value' in variable && { value: replacement }),
    ...('secureValue' in variable && { secureValue: replacement }),
  }));
}

/** `value` without secrets. Signed addresses lose their query; environment variables lose their values. */
function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => {
      if (typeof inner === 'string' && secretProperties.has(name)) return [name, replacement];
      if (typeof inner === 'string' && signedAddresses.has(name)) return [name, inner.split('?')[0]];
      if (typeof inner === 'object' && inner !== null) {
        if (name === 'environmentVariables') return [name, redactVariables(inner)];
        if (name === 'secret') return [name, redactSecretVolume(inner)];
        if (name === 'passwords') return [name, redactVariables(inner)];
      }
      return [name, redact(inner)];
    }),
  );
}

function withoutAuthorization(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name.toLowerCase() === 'authorization' ? `Bearer ${replacement}` : value,
    ]),
  );
}

/** The line for `exchange`, with the line break. */
export function exchangeLine({ request, response }: Exchange): string {
  const line = {
    request: { ...request, headers: withoutAuthorization(request.headers), body: redact(request.body) },
    response: { ...response, body: redact(response.body) },
  };
  return `${JSON.stringify(line)}\n`;
}

/** Appends exchanges to `file`, in the order in which they end. */
export function createRecorder(file: string): (exchange: Exchange) => void {
  return (exchange) => appendFileSync(file, exchangeLine(exchange));
}
