// Who calls: a personal access token (Basic), or the access token of a running job (Bearer).
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { App } from '../../kernel/https-server.ts';
import type { JobRegistry, RunningJob } from '../agent/job-registry.ts';
import { isPortal } from '../../portal/portal-path.ts';
import { vssErrorBody } from './vss-error.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The job whose token was presented; undefined for a personal access token. */
    job?: RunningJob;
  }
}

/** A token of the real form: 84 characters, of which `AZDO` at 76 (getHandlerFromToken recognises it by that). */
export function newPersonalAccessToken(): string {
  const letters = (count: number): string =>
    randomBytes(count * 2)
      .toString('base64')
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, count)
      .padEnd(count, 'A');
  return `${letters(76)}AZDO${letters(4)}`;
}

/** The password of a Basic header; the user name does not matter, as in the service. */
function basicPassword(header: string): string | undefined {
  const text = Buffer.from(header.slice('Basic '.length), 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : text.slice(colon + 1);
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Paths that answer without a credential: the issuer's public documents, and what web hooks post to. */
const publicPaths =
  /^\/_oidc\/|^\/[^/]+\/_apis\/(?:release\/receiveexternalevent|public\/distributedtask\/webhooks)\//i;

function isPublic(path: string): boolean {
  return publicPaths.test(path);
}

export function requireCredential(app: App, personalAccessToken: string, jobs: JobRegistry): void {
  app.addHook('onRequest', async (request, reply) => {
    if (isPublic(request.url)) return;
    const header = request.headers.authorization ?? '';
    if (/^Basic /i.test(header) && same(basicPassword(header) ?? '', personalAccessToken)) return;
    if (/^Bearer /i.test(header)) {
      const job = jobs.byToken(header.slice('Bearer '.length));
      if (job) {
        request.job = job;
        return;
      }
    }
    const shownSignIn = request.headers['x-tfs-fedauthredirect'] === undefined && !isPortal(request.url);
    if (header === '' && shownSignIn) {
      // A caller without a credential gets the sign-in page with 203, not an error: clients must notice that.
      await reply
        .status(203)
        .type('text/html')
        .send('<html><body>Azure DevOps Services | Sign In</body></html>');
      return;
    }
    await reply
      .status(401)
      .header('WWW-Authenticate', 'Basic realm="emulated Azure DevOps"')
      .send(
        vssErrorBody(
          'UnauthorizedRequestException',
          'TF400813: The user is not authorized to access this resource.',
        ),
      );
  });
}
