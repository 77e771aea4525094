// Puts the whole REST interface on a server: bodies, errors, credentials, versions, routes.
import type { FaultAnswer } from '../../kernel/fault-hooks.ts';
import { addFaultHooks } from '../../kernel/fault-hooks.ts';
import type { FaultRule } from '../../kernel/fault-list.ts';
import type { App } from '../../kernel/https-server.ts';
import { systemTime } from '../../kernel/time.ts';
import { addPortalRoutes } from '../../portal/portal-routes.ts';
import type { Organization } from '../organization.ts';
import type { PipelineRunner } from '../pipelines/pipeline-runner.ts';
import type { ReleaseRunner } from '../releases/release-runner.ts';
import { requireApiVersion } from './api-version.ts';
import { addArtifactRoutes } from './artifact-routes.ts';
import { requireCredential } from './authentication.ts';
import { addBuildRoutes } from './build-routes.ts';
import { addConnectionRoutes } from './connection-routes.ts';
import { addControlRoutes } from './control-routes.ts';
import { addDefinitionRoutes } from './definition-routes.ts';
import { addIncomingWebhookRoutes } from './incoming-webhook-routes.ts';
import { addDeploymentRoutes } from './deployment-routes.ts';
import { addLocationRoutes } from './location-routes.ts';
import { addLogRoutes } from './log-routes.ts';
import { addOidcRoutes } from './oidc-routes.ts';
import { HookSaver } from '../triggers/hook-saver.ts';
import { ServerCrash } from '../webhooks/crash-points.ts';
import { addPipelineRoutes } from './pipeline-routes.ts';
import { addReleaseRoutes } from './release-routes.ts';
import { VssError, vssErrorBody } from './vss-error.ts';
import { addWebhookRoutes } from './webhook-routes.ts';

/** An empty body with a JSON content type is no body: @azure/identity asks for its OIDC token like that. */
function readBodies(app: App): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)));
    } catch {
      done(
        new VssError(400, 'VssPropertyValidationException', 'The body of the request is not JSON.'),
        undefined,
      );
    }
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

function answerErrors(app: App, organization: Organization): void {
  app.setErrorHandler(async (error, request, reply) => {
    if (error instanceof ServerCrash) {
      request.raw.socket.destroy();
      return reply.hijack();
    }
    if (error instanceof VssError) {
      if (error.status === 501)
        organization.gaps.add(
          'azure-devops',
          request.method,
          `${request.url.split('?')[0] ?? ''} ${error.message}`,
        );
      return reply.status(error.status).send(vssErrorBody(error.typeKey, error.message));
    }
    const known = error as { statusCode?: number; message?: string };
    const status = known.statusCode ?? 500;
    organization.log(`${request.method} ${request.url} failed: ${known.message ?? String(error)}`);
    return reply
      .status(status)
      .send(vssErrorBody('TeamFoundationServiceException', known.message ?? 'Unknown error'));
  });
}

/** A fault that a test has ordered, as Azure DevOps writes it. */
function faultAnswer(rule: FaultRule & { readonly status: number }): FaultAnswer {
  const { status, retryAfterSeconds } = rule;
  const message = rule.message ?? 'A fault that the emulator was told to make.';
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { status, headers, body: vssErrorBody(rule.code ?? 'TeamFoundationServiceException', message) };
}

export interface RestOptions {
  readonly organization: Organization;
  readonly runners: { readonly releases: ReleaseRunner; readonly pipelines: PipelineRunner };
  readonly personalAccessToken: string;
}

export function registerRest(app: App, { organization, runners, personalAccessToken }: RestOptions): void {
  const saver = new HookSaver(organization);
  const runner = runners.releases;
  readBodies(app);
  answerErrors(app, organization);
  addFaultHooks(app, {
    faults: organization.faults,
    time: systemTime,
    isExempt: ({ url }) => url.startsWith(`/${organization.name}/_emulator/`),
    refusal: faultAnswer,
  });
  requireCredential(app, personalAccessToken, organization.jobs);
  requireApiVersion(app);
  addLocationRoutes(app, organization);
  addConnectionRoutes(app, organization);
  addDefinitionRoutes(app, organization, saver);
  addReleaseRoutes(app, organization, runner);
  addLogRoutes(app, organization);
  addArtifactRoutes(app, organization);
  addWebhookRoutes(app, organization, runner);
  addIncomingWebhookRoutes(app, organization, runners.pipelines);
  addDeploymentRoutes(app, organization);
  addBuildRoutes(app, organization);
  addPipelineRoutes(app, { organization, runner: runners.pipelines, saver });
  addOidcRoutes(app, organization);
  addControlRoutes(app, organization);
  addPortalRoutes(app, organization);
}
