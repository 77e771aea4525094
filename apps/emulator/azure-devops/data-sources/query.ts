// Runs a data source binding as the server does: render the URL, call the connection's host, select, render the results.
import {
  checkBinding,
  contentTypeOf,
  InvalidDataSourceBinding,
  verbOf,
  type DataSourceBinding,
} from './binding.ts';
import { parseRelaxedJson } from './relaxed-json.ts';
import { selectResults } from './result-selector.ts';
import { textOf } from './template-helpers.ts';
import { renderTemplate } from './template-renderer.ts';
import type { Json } from './template-path.ts';

/** Limits of the server: 2 MiB an answer, 20 s a call, 5 calls when a client drives the paging. */
export const maxAnswerBytes = 2 * 1024 * 1024;
export const callTimeoutMs = 20_000;
export const maxPages = 5;

export interface DataSourceRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface DataSourceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface DataSourceQuery {
  readonly binding: DataSourceBinding;
  /** `url` and the connection's data, e.g. subscriptionId. */
  readonly endpoint: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
  readonly teamProject: string;
  /** ISO 8601, for templates that begin their paging with it. */
  readonly utcNow?: string;
  /** True for the schemes that may POST: service principal and workload identity federation. */
  readonly mayPost: boolean;
  /** What the previous page handed over; absent for the first page. */
  readonly callbackContext?: Readonly<Record<string, string>>;
}

export interface DataSourcePage {
  readonly results: readonly string[];
  /** Set when the binding asks for a further call. */
  readonly nextContext?: Readonly<Record<string, string>>;
}

export type SendRequest = (request: DataSourceRequest) => Promise<DataSourceAnswer>;

/** $(name) becomes the input of that name, ignoring case; an unknown one stays as it is. */
function expandMacros(text: string, inputs: Readonly<Record<string, string>>): string {
  const byName = new Map(Object.entries(inputs).map(([name, value]) => [name.toLowerCase(), value]));
  return text.replace(/\$\(([^()]+)\)/g, (macro, name: string) => byName.get(name.toLowerCase()) ?? macro);
}

function textRecord(text: string): Record<string, string> {
  const value = parseRelaxedJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`The paging context "${text}" is not a JSON object.`);
  return Object.fromEntries(Object.entries(value as Record<string, Json>).map(([k, v]) => [k, textOf(v)]));
}

function rootOf(query: DataSourceQuery): Record<string, Json> {
  return {
    ...query.inputs,
    endpoint: query.endpoint,
    system: { teamProject: query.teamProject, utcNow: query.utcNow ?? '' },
  };
}

function urlOf(query: DataSourceQuery, template: string, root: Record<string, Json>): string {
  const url = expandMacros(renderTemplate(template, root), query.inputs).replace(/(?<!:)\/\//g, '/');
  // A template may start with the connection's URL and still point elsewhere ("{{{endpoint.url}}}.example.org").
  if (new URL(url).host !== new URL(query.endpoint['url'] ?? '').host)
    throw new InvalidDataSourceBinding(
      `Data source binding for target "${query.binding.target}": "${url}" is not on the connection's host.`,
    );
  return url;
}

function rendered(query: DataSourceQuery, root: Record<string, Json>, item: Json): string {
  const template = query.binding.resultTemplate;
  if (template === undefined || template === '')
    return typeof item === 'string' ? item : JSON.stringify(item);
  // A list of plain texts is seen by the template under this name.
  const cursor = typeof item === 'object' && item !== null ? item : { defaultResultKey: item };
  return renderTemplate(template, root, cursor);
}

function resultsOf(query: DataSourceQuery, root: Record<string, Json>, body: string): readonly string[] {
  const { resultSelector, resultTemplate } = query.binding;
  if (resultSelector !== undefined)
    return selectResults(resultSelector, body).map((item) => rendered(query, root, item));
  // Without a selector the template renders the whole JSON array itself.
  const whole = parseRelaxedJson(renderTemplate(resultTemplate ?? '', root, parseRelaxedJson(body)));
  return (Array.isArray(whole) ? (whole as readonly Json[]) : [whole]).map((item) => JSON.stringify(item));
}

function nextContextOf(query: DataSourceQuery, answer: DataSourceAnswer): Record<string, string> | undefined {
  const { callbackRequiredTemplate, callbackContextTemplate } = query.binding;
  if (callbackRequiredTemplate === undefined || callbackContextTemplate === undefined) return undefined;
  const seen: Json = {
    ...rootOf(query),
    ...query.callbackContext,
    response: parseRelaxedJson(answer.body),
    headers: answer.headers,
  };
  if (renderTemplate(callbackRequiredTemplate, seen).trim().toLowerCase() !== 'true') return undefined;
  return textRecord(renderTemplate(callbackContextTemplate, seen));
}

/**
 * One call of a binding. A binding without URL only renders its template. Throws InvalidDataSourceBinding for what
 * the server refuses, and an error in the server's words when the called service answers with 400 or more.
 */
export async function runDataSource(query: DataSourceQuery, send: SendRequest): Promise<DataSourcePage> {
  const { binding } = query;
  checkBinding(binding);
  if (binding.dataSourceName !== undefined)
    throw new InvalidDataSourceBinding(
      `The data source "${binding.dataSourceName}" is not known to the connection's type.`,
    );
  const root = rootOf(query);
  if (binding.endpointUrl === undefined)
    return { results: [expandMacros(renderTemplate(binding.resultTemplate ?? '', root), query.inputs)] };
  const context =
    query.callbackContext ??
    (binding.initialContextTemplate === undefined
      ? {}
      : textRecord(renderTemplate(binding.initialContextTemplate, root)));
  const callRoot = { ...root, ...context };
  const contentType = contentTypeOf(binding);
  const method = verbOf(binding, query.mayPost);
  const url = urlOf(query, binding.endpointUrl, callRoot);
  const body =
    method === 'GET' || binding.requestContent === undefined
      ? undefined
      : expandMacros(renderTemplate(binding.requestContent, callRoot), query.inputs);
  const answer = await send({
    method,
    url,
    headers: contentType === undefined ? {} : { 'Content-Type': contentType },
    ...(body === undefined ? {} : { body }),
  });
  if (answer.status >= 400)
    throw new Error(
      `Failed to query service connection API: '${url}'. Status Code: '${answer.status}', Response from server: '${answer.body}'`,
    );
  if (answer.status !== 200 && method !== 'POST') return { results: [] };
  const next = nextContextOf(query, answer);
  return {
    results: resultsOf(query, callRoot, answer.body),
    ...(next === undefined ? {} : { nextContext: next }),
  };
}

/** Every page a client would ask for, at most five. */
export async function runAllPages(query: DataSourceQuery, send: SendRequest): Promise<readonly string[]> {
  const results: string[] = [];
  let context: Readonly<Record<string, string>> | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await runDataSource(
      context === undefined ? query : { ...query, callbackContext: context },
      send,
    );
    results.push(...answer.results);
    context = answer.nextContext;
    if (context === undefined) break;
  }
  return results;
}
