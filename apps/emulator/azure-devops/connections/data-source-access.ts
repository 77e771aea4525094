// Lets data source bindings reach Azure through a service connection: signs in, calls, and hands back the picker's values.
import { httpsCall } from '../../kernel/https-client.ts';
import type { DataSourceBinding } from '../data-sources/binding.ts';
import { ordered, pickedValue, type PickedValue } from '../data-sources/input-value.ts';
import {
  callTimeoutMs,
  maxAnswerBytes,
  runAllPages,
  runDataSource,
  type DataSourceAnswer,
  type DataSourceQuery,
  type DataSourceRequest,
} from '../data-sources/query.ts';
import type { EndpointType } from '../extensions/endpoint-type.ts';
import { armToken } from './arm-token.ts';
import { requestHeaders } from './request-headers.ts';
import { isAzureResourceManager, type ServiceConnection } from './service-connection.ts';

export interface DataSourceAccessOptions {
  readonly caPem: string;
  readonly teamProject: string;
  readonly refuseLoopback: () => boolean;
  /** Types of connections that extensions brought. */
  readonly endpointType: (name: string) => EndpointType | undefined;
  readonly federatedToken: (connection: ServiceConnection) => Promise<string>;
}

function flatHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

const loopback = /^(localhost|127\.|\[::1\])/;

export class DataSourceAccess {
  readonly #options: DataSourceAccessOptions;

  constructor(options: DataSourceAccessOptions) {
    this.#options = options;
  }

  #query(
    binding: DataSourceBinding,
    connection: ServiceConnection,
    inputs: Readonly<Record<string, string>>,
    elevated: boolean,
  ): DataSourceQuery {
    return {
      binding,
      inputs,
      // As stored, with its trailing slash: public bindings write both {{{endpoint.url}}}path and {{{endpoint.url}}}/path.
      endpoint: { ...connection.data, url: connection.url },
      teamProject: this.#options.teamProject,
      utcNow: new Date().toISOString(),
      mayPost: elevated || isAzureResourceManager(connection.type),
    };
  }

  async #credential(connection: ServiceConnection): Promise<Readonly<Record<string, string>>> {
    if (!isAzureResourceManager(connection.type))
      return requestHeaders(connection, this.#options.endpointType(connection.type));
    const { caPem, federatedToken } = this.#options;
    return { Authorization: `Bearer ${await armToken(connection, caPem, () => federatedToken(connection))}` };
  }

  /** A named data source is the connection type's; the binding brings the template, and may bring a selector. */
  #resolved(binding: DataSourceBinding, connection: ServiceConnection): DataSourceBinding {
    const { dataSourceName, ...rest } = binding;
    const source = this.#options
      .endpointType(connection.type)
      ?.dataSources.find(({ name }) => name === dataSourceName);
    if (dataSourceName === undefined || binding.endpointUrl !== undefined || !source) return binding;
    const { endpointUrl, resultSelector, resultTemplate } = source;
    return {
      endpointUrl,
      ...(resultSelector === undefined ? {} : { resultSelector }),
      ...(resultTemplate === undefined ? {} : { resultTemplate }),
      ...rest,
    };
  }

  /** The token is asked for once a query; a static binding asks for none. */
  #sender(connection: ServiceConnection): (request: DataSourceRequest) => Promise<DataSourceAnswer> {
    let credential: Promise<Readonly<Record<string, string>>> | undefined;
    return async (request) => {
      if (this.#options.refuseLoopback() && loopback.test(new URL(request.url).host))
        throw new Error(`The host of '${request.url}' is a special-purpose address.`);
      credential ??= this.#credential(connection);
      const answer = await httpsCall({
        method: request.method,
        url: request.url,
        headers: { ...request.headers, Accept: 'application/json', ...(await credential) },
        ...(request.body === undefined ? {} : { body: request.body }),
        caPem: this.#options.caPem,
        timeoutMs: callTimeoutMs,
        maxBytes: maxAnswerBytes,
      });
      return {
        status: answer.status,
        headers: flatHeaders(answer.headers),
        body: answer.body.toString('utf8'),
      };
    };
  }

  /** What a picker shows. Calls made by the server itself see the first page only (`allPages` false). */
  async values(
    binding: DataSourceBinding,
    connection: ServiceConnection,
    inputs: Readonly<Record<string, string>>,
    { allPages, elevated }: { readonly allPages: boolean; readonly elevated: boolean },
  ): Promise<readonly PickedValue[]> {
    const query = this.#query(this.#resolved(binding, connection), connection, inputs, elevated);
    const send = this.#sender(connection);
    const results = allPages ? await runAllPages(query, send) : (await runDataSource(query, send)).results;
    return ordered(binding.target, results.map(pickedValue));
  }
}
