// A whole emulated Azure DevOps over a fake Azure, in a folder of its own, with the unmodified node API as its client.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getPersonalAccessTokenHandler, WebApi } from 'azure-devops-node-api';
import { EnvironmentStatus, type Release } from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import type { IReleaseApi } from 'azure-devops-node-api/ReleaseApi.js';
import type { NodeRuntimes } from '../../../../../apps/emulator/azure-devops/agent/node-handler.ts';
import { createCertificateAuthority } from '../../../../../apps/emulator/kernel/certificate-authority.ts';
import { GapList } from '../../../../../apps/emulator/kernel/gap-list.ts';
import { httpsCall, type HttpAnswer } from '../../../../../apps/emulator/kernel/https-client.ts';
import { startAzureDevOps, type AzureDevOps } from '../../../../../apps/emulator/azure-devops/server.ts';
import {
  clientId,
  clientSecret,
  startFakeAzure,
  subscriptionId,
  tenantId,
  type FakeAzure,
} from './fake-azure.ts';
import { fixtureVsix, type FixtureExtension } from './fixture-vsix.ts';

export interface RunningAzureDevOps {
  readonly devops: AzureDevOps;
  readonly azure: FakeAzure;
  readonly gaps: GapList;
  readonly folder: string;
  readonly caFile: string;
  readonly caPem: string;
  readonly log: readonly string[];
  readonly api: WebApi;
  install(extension: FixtureExtension): Promise<HttpAnswer>;
  /** A plain request with the personal access token (or the given header) and JSON. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<HttpAnswer>;
  close(): Promise<void>;
}

const run = promisify(execFile);

/** A self-signed certificate and its RSA key in one PEM, as an azurerm connection holds them. */
export async function certificateWithKey(folder: string): Promise<string> {
  const [key, cert] = [join(folder, 'client.key'), join(folder, 'client.crt')];
  const subject = ['-subj', '/CN=client', '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
  await run('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', cert]);
  return (await readFile(cert, 'utf8')) + (await readFile(key, 'utf8'));
}

export async function startRunning(
  options: {
    readonly certificatePem?: string;
    readonly folder?: string;
    readonly node?: NodeRuntimes;
  } = {},
): Promise<RunningAzureDevOps> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'azure-devops-')));
  const authority = await createCertificateAuthority(new Date());
  const certificate = await authority.issueForLocalhost();
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, authority.caPem);
  const azure = await startFakeAzure(certificate);
  const gaps = new GapList();
  const log: string[] = [];
  const devops = await startAzureDevOps({
    port: 0,
    certificate,
    caPem: authority.caPem,
    caFile,
    gaps,
    stateDir: join(folder, 'state'),
    log: (line) => log.push(line),
    node: options.node ?? { Node20_1: process.execPath },
    stopWaits: { afterInterruptMs: 100, afterTerminateMs: 100 },
    azure: {
      armUrl: azure.origin,
      authority: azure.origin,
      tenantId,
      clientId,
      clientSecret,
      certificatePem: options.certificatePem ?? 'not used here',
      subscriptionId,
      subscriptionName: 'Fixture subscription',
      resourceGroup: 'rg',
      workspace: 'ws',
      location: 'westeurope',
    },
  });
  const basic = `Basic ${Buffer.from(`:${devops.personalAccessToken}`).toString('base64')}`;
  const call: RunningAzureDevOps['call'] = (method, path, body, headers = {}) =>
    httpsCall({
      method,
      url: `${devops.origin}${path}`,
      headers: {
        Authorization: basic,
        Accept: 'application/json;api-version=7.1',
        ...jsonHeader(body),
        ...headers,
      },
      ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
      caPem: authority.caPem,
      timeoutMs: 10_000,
      maxBytes: 8 * 1024 * 1024,
    });
  return {
    devops,
    azure,
    gaps,
    folder,
    caFile,
    caPem: authority.caPem,
    log,
    api: new WebApi(devops.organizationUrl, getPersonalAccessTokenHandler(devops.personalAccessToken), {
      cert: { caFile },
    }),
    install: async (extension) =>
      call('POST', '/emulator/_emulator/extensions', await fixtureVsix(extension)),
    call,
    close: async () => {
      await devops.close();
      await azure.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function jsonHeader(body: unknown): Record<string, string> {
  if (body === undefined) return {};
  return { 'Content-Type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json' };
}

export async function connectionId(running: RunningAzureDevOps, name: string): Promise<string> {
  const api = await running.api.getServiceEndpointApi();
  const [endpoint] = await api.getServiceEndpointsByNames(running.devops.project, [name]);
  if (endpoint?.id === undefined) throw new Error(`no connection ${name}`);
  return endpoint.id;
}

/** Asks until every stage of the release has ended. */
export async function endedRelease(api: IReleaseApi, project: string, id: number): Promise<Release> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const release = await api.getRelease(project, id);
    const statuses = (release.environments ?? []).map(({ status }) => status);
    const running = [EnvironmentStatus.InProgress, EnvironmentStatus.Queued];
    if (statuses.every((status) => status !== undefined && !running.includes(status))) return release;
    if (Date.now() > deadline) throw new Error(`release ${id} did not end: ${statuses.join(', ')}`);
    await new Promise((next) => setTimeout(next, 25));
  }
}
