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
import { armToken } from './arm-token.ts';
import { isAzureResourceManager, type ServiceConnection } from './service-connection.ts';

export interface DataSourceAccessOptions {
  readonly caPem: string;
  readonly teamProject: string;
  readonly refuseLoopback: () => boolean;
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
      mayPost: elevated || isAzureResourceManager(connection.type),
    };
  }

  /** The token is asked for once a query; a static binding asks for none. */
  #sender(connection: ServiceConnection): (request: DataSourceRequest) => Promise<DataSourceAnswer> {
    let token: Promise<string> | undefined;
    return async (request) => {
      if (this.#options.refuseLoopback() && loopback.test(new URL(request.url).host))
        throw new Error(`The host of '${request.url}' is a special-purpose address.`);
      if (!isAzureResourceManager(connection.type))
        throw new Error(`Data sources of connections of type '${connection.type}' are not emulated.`);
      token ??= armToken(connection, this.#options.caPem, () => this.#options.federatedToken(connection));
      const answer = await httpsCall({
        method: request.method,
        url: request.url,
        headers: { ...request.headers, Accept: 'application/json', Authorization: `Bearer ${await token}` },
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
    const query = this.#query(binding, connection, inputs, elevated);
    const send = this.#sender(connection);
    const results = allPages ? await runAllPages(query, send) : (await runDataSource(query, send)).results;
    return ordered(binding.target, results.map(pickedValue));
  }
}
