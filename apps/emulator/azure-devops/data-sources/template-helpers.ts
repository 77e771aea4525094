// The documented helpers of the server's templates. A helper that is not here is an error, never an empty text.
import { randomUUID } from 'node:crypto';
import type { Json } from './template-path.ts';

/** An argument as a helper sees it: what was written, and what that names in the data (undefined when nothing). */
export interface HelperArgument {
  readonly text: string;
  readonly value: Json | undefined;
}

/** `body` is the rendered inside of a block helper. */
export type InlineHelper = (args: readonly HelperArgument[], body?: string) => Json;

/** As .NET writes a token: booleans with a capital, null as nothing, the rest as JSON. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
}

function valueText(argument: HelperArgument | undefined): string {
  return textOf(argument?.value);
}

/** A quoted or bare word that names nothing stands for itself. */
function literalText(argument: HelperArgument | undefined): string {
  return argument === undefined ? '' : argument.value === undefined ? argument.text : textOf(argument.value);
}

function integer(argument: HelperArgument | undefined): number {
  const value = Number(literalText(argument));
  if (!Number.isInteger(value)) throw new Error(`"${literalText(argument)}" is not a whole number.`);
  return value;
}

function matched([pattern, subject]: readonly HelperArgument[]): string {
  const match = new RegExp(pattern?.text ?? '').exec(valueText(subject));
  return match?.[1] ?? match?.[0] ?? '';
}

function resourceAfter([kind, id]: readonly HelperArgument[], itself: Json | undefined): string {
  const segments = (id ? valueText(id) : textOf(itself)).split('/');
  const at = segments.findIndex((segment) => segment.toLowerCase() === kind?.text.toLowerCase());
  return at < 0 ? '' : (segments[at + 1] ?? '');
}

function queryParameter(link: string, name: string): string {
  const query = link.slice(link.indexOf('?') + 1);
  return new URLSearchParams(query).get(decodeURIComponent(name)) ?? '';
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function formattedTime(time: string, format: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw new Error(`"${time}" is not a time.`);
  const parts: Record<string, string> = {
    yyyy: padded(date.getUTCFullYear(), 4),
    MM: padded(date.getUTCMonth() + 1, 2),
    dd: padded(date.getUTCDate(), 2),
    HH: padded(date.getUTCHours(), 2),
    mm: padded(date.getUTCMinutes(), 2),
    ss: padded(date.getUTCSeconds(), 2),
  };
  return format.replace(/yyyy|MM|dd|HH|mm|ss/g, (part) => parts[part] ?? part);
}

function sorted(list: Json | undefined, key: string): Json {
  if (!Array.isArray(list)) return [];
  const rank = (item: Json): string => textOf((item as Record<string, Json | undefined>)[key]);
  return [...(list as readonly Json[])].sort((left, right) => (rank(left) < rank(right) ? -1 : 1));
}

/** .NET's Uri.EscapeDataString: as encodeURIComponent, and !'()* too. */
function uriDataEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function repeatedlyEncoded(times: number, text: string): string {
  return Array.from({ length: times }).reduce<string>((encoded) => uriDataEncoded(encoded), text);
}

/** Helpers that need the data under the cursor as well as their arguments are in `contextHelpers`. */
export const inlineHelpers: ReadonlyMap<string, InlineHelper> = new Map<string, InlineHelper>([
  ['jsonEscape', ([subject]) => JSON.stringify(valueText(subject)).slice(1, -1)],
  ['regex', (args) => matched(args)],
  [
    'stringReplace',
    ([from, to, subject]) => valueText(subject).replaceAll(literalText(from), literalText(to)),
  ],
  [
    'subString',
    ([from, length, subject]) => valueText(subject).substring(integer(from), integer(from) + integer(length)),
  ],
  ['base64', (args) => Buffer.from(args.map(literalText).join(''), 'utf8').toString('base64')],
  ['decodeBase64', ([subject]) => Buffer.from(valueText(subject), 'base64').toString('utf8')],
  ['add', (args) => args.reduce((sum, argument) => sum + Number(literalText(argument) || 0), 0)],
  ['toLower', ([subject]) => literalText(subject).toLowerCase()],
  ['shortGuid', () => randomUUID().slice(0, 8)],
  ['newGuid', () => randomUUID()],
  ['uriDataEncode', ([times, subject]) => repeatedlyEncoded(integer(times), valueText(subject))],
  [
    'joinPaths',
    (args) =>
      args
        .map(literalText)
        .map((part) => part.replace(/^\/+|\/+$/g, ''))
        .join('/'),
  ],
  ['toDateTimeFormat', ([time, format]) => formattedTime(valueText(time), literalText(format))],
  ['isTokenPresent', ([subject]) => (valueText(subject) === '' ? 'false' : 'true')],
  ['sortBy', ([list, key]) => sorted(list?.value, key?.text ?? '')],
  ['selectTokens', ([subject]) => subject?.value ?? []],
  ['extractResource', (args) => resourceAfter(args, undefined)],
  ['extractUrlQueryParameter', ([name, link]) => queryParameter(valueText(link), name?.text ?? '')],
]);

/** Helpers whose last argument may be left out: then it is the value under the cursor. Value: arguments needed. */
export const cursorHelpers: ReadonlyMap<string, number> = new Map([
  ['extractResource', 2],
  ['extractUrlQueryParameter', 2],
]);
