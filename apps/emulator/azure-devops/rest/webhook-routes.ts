// The address that artifact services post to when something new is there: no credential, but a signature.
import type { FastifyRequest } from 'fastify';
import type { App } from '../../kernel/https-server.ts';
import type { Organization } from '../organization.ts';
import type { ReleaseRunner } from '../releases/release-runner.ts';
import { releaseForEvent } from '../triggers/artifact-event.ts';
import type { Hook } from '../webhooks/hook-store.ts';
import { mappedValues, maxPayloadBytes, parsePayload } from '../webhooks/payload.ts';
import { isSigned } from '../webhooks/payload-signature.ts';
import { parameter, prefixesOf } from './routing.ts';
import { invalidRequest, VssError } from './vss-error.ts';

/** The body as it arrived: a signature is made over these bytes. */
export function rawBody(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
}

/** Throws VssError 401 unless the header of that name carries the body's signature. */
export function requireSignature(request: FastifyRequest, header: string, secret: string): void {
  if (isSigned(rawBody(request), secret, headerOf(request, header))) return;
  throw new VssError(
    401,
    'UnauthorizedRequestException',
    `The payload is not signed: the header '${header}' does not hold the HMAC-SHA1 of the body.`,
  );
}

/** Routes whose bodies stay as they are. */
export function withRawBodies(app: App, addRoutes: (scope: App) => void): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    addRoutes(scope as unknown as App);
    done();
  });
}

function requireHook(organization: Organization, id: string): Hook {
  const hook = organization.hooks.byId('release', id);
  if (hook) return hook;
  throw new VssError(404, 'WebHookNotFoundException', `The web hook with id '${id}' is not found.`);
}

export function addWebhookRoutes(app: App, organization: Organization, runner: ReleaseRunner): void {
  const { organization: apis } = prefixesOf(organization);
  const options = { bodyLimit: maxPayloadBytes };
  withRawBodies(app, (scope) => {
    scope.post(`${apis}/Release/receiveExternalEvent/:webHookId`, options, async (request, reply) => {
      const hook = requireHook(organization, parameter(request, 'webHookId'));
      const type = organization.extensions.artifactType(hook.key.artifactType);
      if (!type) throw invalidRequest(`The artifact type '${hook.key.artifactType}' is not installed.`);
      const header = type.artifactTriggerConfiguration?.payloadHashHeaderName;
      if (header) requireSignature(request, header, organization.hooks.secretOf(hook.id) ?? '');
      const payload = parsePayload(rawBody(request));
      const mapped = mappedValues(type, payload);
      for (const key of ['definition', 'version'])
        if ((mapped[key] ?? '') === '')
          throw invalidRequest(`The payload of the web hook gives no value for '${key}'.`);
      organization.crashes.reach('receive:beforeJob');
      organization.backgroundJobs.queue(`event of web hook ${hook.id}`, () =>
        releaseForEvent(organization, runner, { hook, type, payload, mapped }, new Date()),
      );
      organization.crashes.reach('receive:afterJob');
      return reply.status(200).send();
    });
  });
}
