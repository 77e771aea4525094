// The address that starts YAML pipelines: of an incoming web hook connection by its name, or of a build resource's hook by its id.
import type { App } from '../../kernel/https-server.ts';
import { incomingWebhookOf, isIncomingWebhook } from '../connections/incoming-webhook.ts';
import type { Organization } from '../organization.ts';
import { runForBuildHook, runForIncomingWebhook } from '../pipelines/incoming-event.ts';
import type { PipelineRunner } from '../pipelines/pipeline-runner.ts';
import { maxPayloadBytes, parsePayload } from '../webhooks/payload.ts';
import { parameter, prefixesOf } from './routing.ts';
import { VssError } from './vss-error.ts';
import { rawBody, requireSignature, withRawBodies } from './webhook-routes.ts';

export function addIncomingWebhookRoutes(app: App, organization: Organization, runner: PipelineRunner): void {
  const { organization: apis } = prefixesOf(organization);
  const { hooks, connections, extensions, backgroundJobs } = organization;
  const connectionOf = (name: string) =>
    connections
      .all()
      .filter(isIncomingWebhook)
      .find((each) => incomingWebhookOf(each).name.toLowerCase() === name.toLowerCase());
  const options = { bodyLimit: maxPayloadBytes };
  withRawBodies(app, (scope) => {
    scope.post(`${apis}/public/distributedtask/webhooks/:name`, options, async (request, reply) => {
      const name = parameter(request, 'name');
      const body = rawBody(request);
      const hook = hooks.byId('pipeline', name);
      const connection = connectionOf(name);
      if (hook) {
        const type = extensions.artifactType(hook.key.artifactType);
        const header = type?.artifactTriggerConfiguration?.payloadHashHeaderName;
        if (header) requireSignature(request, header, hooks.secretOf(hook.id) ?? '');
        parsePayload(body);
        backgroundJobs.queue(`event of web hook ${hook.id}`, () =>
          runForBuildHook(organization, runner, hook, body),
        );
      } else if (connection) {
        const { secret, header } = incomingWebhookOf(connection);
        if (secret !== '') requireSignature(request, header, secret);
        parsePayload(body);
        backgroundJobs.queue(`event of incoming web hook ${name}`, () =>
          runForIncomingWebhook(organization, runner, connection, body),
        );
      } else
        throw new VssError(404, 'WebHookException', `Cannot find webhook for the given webHookId ${name}.`);
      return reply.status(200).send();
    });
  });
}
