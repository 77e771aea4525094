// A plan without its secrets, for logs and terminals.
import { telemetryVariableNames } from './telemetry.ts';

/** Names whose values are secret wherever they stand; the proxy's configuration holds its keys. */
const secret = new Set([
  ...['primaryKey', 'secondaryKey', 'password', 'secureValue', 'key.pem', 'nginx.conf'],
  ...telemetryVariableNames,
]);

/** Docker takes variables as `NAME=value`. */
const withoutValue = (text: string): string => {
  const [name = ''] = text.split('=', 1);
  return name !== text && telemetryVariableNames.includes(name) ? `${name}=***` : text;
};

/** `{password}` stands for what a step answers: there is nothing to hide. */
const isPlaceholder = (value: unknown) => typeof value === 'string' && /^\{\w+\}$/.test(value);

/** The same value with `***` in place of every secret. */
export function masked<T>(value: T): T {
  return mask(value) as T;
}

function mask(value: unknown): unknown {
  if (typeof value === 'string') return withoutValue(value);
  if (Array.isArray(value)) return value.map(mask);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      secret.has(name) && !isPlaceholder(inner) ? '***' : mask(inner),
    ]),
  );
}
