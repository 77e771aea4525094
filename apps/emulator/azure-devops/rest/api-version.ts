// Requests that change something must say which version of the interface they speak.
import type { App } from '../../kernel/https-server.ts';
import { queryText } from './json.ts';
import { VssError } from './vss-error.ts';

const newest = 7.2;

/** Neither the emulator's own calls nor the address of a release hook, which services post to as it is, name a version. */
const withoutVersion = /\/_emulator\/|\/_apis\/release\/receiveexternalevent\//i;

/** From `?api-version=` or from `Accept: application/json;api-version=...`. */
function versionOf(query: unknown, accept: string | undefined): string | undefined {
  return queryText(query, 'api-version') ?? /api-version=([^;,\s]+)/i.exec(accept ?? '')?.[1];
}

export function requireApiVersion(app: App): void {
  app.addHook('preHandler', (request, _reply, done) => {
    const version = versionOf(request.query, request.headers.accept);
    const changes = !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    if (version === undefined && changes && !withoutVersion.test(request.url))
      throw new VssError(
        400,
        'VssVersionNotSpecifiedException',
        `No api-version was supplied for the "${request.method}" request. The version must be supplied either as part of the Accept header (e.g. "application/json; api-version=1.0") or as a query parameter (e.g. "?api-version=1.0").`,
      );
    if (version !== undefined && Number.parseFloat(version) > newest)
      throw new VssError(
        400,
        'VssVersionOutOfRangeException',
        `The requested REST API version of ${version} is out of range for this server. The latest REST API version this server supports is ${newest}.`,
      );
    done();
  });
}
