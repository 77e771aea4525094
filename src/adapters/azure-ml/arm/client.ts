// A thin typed client of Azure Resource Manager: tokens, retries, pages, long-running operations, catalogue errors.
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type HttpMethods,
} from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { armFailure, isSourceMissing } from './error.ts';
import { type ArmClientOptions, defaultApiVersion } from './options.ts';
import { addArmPolicies } from './pipeline.ts';
import { resourceName } from './resource.ts';
import { type Answer, isUnderWay, operationUrl, waitForOperation } from './long-running.ts';
import { check, readJson } from '../read.ts';

export type { ArmClientOptions } from './options.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Paths begin with '/subscriptions'; the client adds address and api-version. Every call throws catalogue errors only. */
export interface ArmClient {
  /** @returns the resource; absent if it does not exist (a missing workspace around it is WorkspaceNotFound) */
  get<T>(path: string, schema: z.ZodType<T>, query?: Query): Promise<T | undefined>;
  /** All pages; `nextLink` is followed verbatim, on the same origin only. @throws AzureResourceNotFound on 404 */
  list<T>(path: string, itemSchema: z.ZodType<T>, query?: Query): AsyncIterable<T>;
  /** Creates or replaces, waits for the operation to end, and returns the resource as it then is. */
  put<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  /** As `put` or `patch`, for a caller that does not need the resource: a request less. */
  settle(method: 'PUT' | 'PATCH', path: string, body: unknown): Promise<void>;
  /** Calls an action and returns its answer, after its operation if it starts one. */
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  /** Deletes and waits until it is gone; a resource that is not there is no error. */
  delete(path: string): Promise<void>;
}

/** Makes the client. It opens no connection before the first call. */
export function createArmClient(options: ArmClientOptions): ArmClient {
  const { connection, clock, log, apiVersion = defaultApiVersion } = options;
  const pipeline = createPipelineFromOptions({});
  addArmPolicies(pipeline, options);
  const httpClient = createDefaultHttpClient();

  const urlOf = (path: string, query: Query = {}): string => {
    const parameters = Object.entries<string | number | boolean | undefined>({
      ...query,
      'api-version': apiVersion,
    }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
    return `${connection.armUrl}${path}?${parameters.join('&')}`;
  };
  const send = async (method: HttpMethods, url: string, body?: unknown): Promise<Answer> => {
    const request = createPipelineRequest({
      method,
      url,
      headers: createHttpHeaders({ accept: 'application/json' }),
      // The emulated stack is https too; plain http occurs only where a test asks for it.
      allowInsecureConnection: connection.armUrl.startsWith('http://'),
    });
    if (body !== undefined) {
      request.headers.set('content-type', 'application/json; charset=utf-8');
      request.body = JSON.stringify(body);
    }
    const response = await pipeline.sendRequest(httpClient, request);
    return {
      status: response.status,
      body: response.bodyAsText ?? undefined,
      header: (name) => response.headers.get(name),
    };
  };
  const succeed = async (method: HttpMethods, url: string, body?: unknown): Promise<Answer> => {
    const answer = await send(method, url, body);
    if (answer.status >= 300) throw armFailure({ method, url, status: answer.status, body: answer.body });
    return answer;
  };
  const waiting = { send: (url: string) => succeed('GET', url), clock, log };

  return {
    async get(path, schema, query) {
      const url = urlOf(path, query);
      const answer = await send('GET', url);
      const failed = { method: 'GET', url, status: answer.status, body: answer.body };
      if (answer.status === 404 && (isSource(path) || !isSourceMissing(failed))) return undefined;
      if (answer.status >= 300) throw armFailure(failed);
      return read(path, answer.body, schema);
    },
    async *list(path, itemSchema, query) {
      const page = z.object({ value: z.array(z.unknown()), nextLink: z.string().nullish() });
      let url = urlOf(path, query);
      for (;;) {
        const answer = await succeed('GET', url);
        const { value, nextLink } = read(path, answer.body, page);
        for (const item of value) yield check(resourceName(path), item, itemSchema);
        if (nextLink === undefined || nextLink === null || nextLink === '') return;
        url = nextLink;
      }
    },
    async put(path, body, schema) {
      const url = urlOf(path);
      const answer = await succeed('PUT', url, body);
      if (operationUrl(answer) === undefined && !isUnderWay(answer.body))
        return read(path, answer.body, schema);
      await waitForOperation(url, answer, waiting);
      return read(path, (await succeed('GET', url)).body, schema);
    },
    async settle(method, path, body) {
      const url = urlOf(path);
      const answer = await succeed(method, url, body);
      if (operationUrl(answer) !== undefined || isUnderWay(answer.body))
        await waitForOperation(url, answer, waiting);
    },
    async post(path, body, schema) {
      const url = urlOf(path);
      const answer = await succeed('POST', url, body);
      const last = operationUrl(answer) === undefined ? answer : await waitForOperation(url, answer, waiting);
      return read(path, last.body, schema);
    },
    async delete(path) {
      const url = urlOf(path);
      const answer = await send('DELETE', url);
      const failed = { method: 'DELETE', url, status: answer.status, body: answer.body };
      if (answer.status === 404 && !isSourceMissing(failed)) return;
      if (answer.status >= 300) throw armFailure(failed);
      if (operationUrl(answer) !== undefined) await waitForOperation(url, answer, waiting);
    },
  };
}

const isSource = (path: string): boolean => /\/(workspaces|registries)\/[^/]+$/i.test(path);

const read = <T>(path: string, body: string | undefined, schema: z.ZodType<T>): T =>
  readJson(resourceName(path), body, schema);
