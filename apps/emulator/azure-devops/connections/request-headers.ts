// The headers that a connection of an extension's own type adds to its requests, by its authentication scheme.
import { renderTemplate } from '../data-sources/template-renderer.ts';
import type { EndpointType } from '../extensions/endpoint-type.ts';
import type { ServiceConnection } from './service-connection.ts';

/** How contributions name the scheme that a connection calls UsernamePassword, Token or None. */
const schemeTypes: Readonly<Record<string, string>> = {
  usernamepassword: 'ms.vss-endpoint.endpoint-auth-scheme-basic',
  token: 'ms.vss-endpoint.endpoint-auth-scheme-token',
  none: 'ms.vss-endpoint.endpoint-auth-scheme-none',
};

function parameter({ parameters }: ServiceConnection, name: string): string {
  return Object.entries(parameters).find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
}

function basic(connection: ServiceConnection): string {
  const text = `${parameter(connection, 'username')}:${parameter(connection, 'password')}`;
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

/**
 * The type's own header templates see `endpoint.*`: data and authorization parameters.
 *
 * @throws Error when the connection's scheme is not one of the type's
 */
export function requestHeaders(
  connection: ServiceConnection,
  type: EndpointType | undefined,
): Readonly<Record<string, string>> {
  const scheme = schemeTypes[connection.scheme.toLowerCase()];
  const declared = type?.authenticationSchemes.find((each) => each.type === scheme);
  if (!type || !declared)
    throw new Error(
      `The scheme '${connection.scheme}' of service connections of type '${connection.type}' is not known here.`,
    );
  const root = { endpoint: { ...connection.data, ...connection.parameters, url: connection.url } };
  const own = declared.headers.map(({ name, value }): [string, string] => [
    name,
    renderTemplate(value, root),
  ]);
  const usual = scheme?.endsWith('-basic') === true ? { Authorization: basic(connection) } : {};
  return { ...usual, ...Object.fromEntries(own) };
}
