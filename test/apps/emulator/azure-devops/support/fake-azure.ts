// A small HTTPS stand-in for the authority and Azure Resource Manager: gives tokens, lists one workspace's models.
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { decodeJwt, type JWTPayload } from 'jose';
import type { ServerCertificate } from '../../../../../apps/emulator/kernel/certificate-authority.ts';

export const tenantId = '11111111-1111-1111-1111-111111111111';
export const clientId = '22222222-2222-2222-2222-222222222222';
export const clientSecret = 'fake+azure/secret%value=1';
export const subscriptionId = '33333333-3333-3333-3333-333333333333';

const workspacePath = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws`;

export interface FakeAzure {
  readonly origin: string;
  /** Path and query of each ARM call. */
  readonly calls: string[];
  /** Assertions that were traded for tokens. */
  readonly assertions: JWTPayload[];
  /** Event subscriptions by name, as their bodies were put. */
  readonly subscriptions: Map<string, Record<string, unknown>>;
  /** Method and name of each call about an event subscription. */
  readonly hookCalls: string[];
  /** Answers calls about event subscriptions instead of the fake, where it gives something. */
  intercept: (method: string, name: string) => Promise<Answer | undefined>;
  /** Versions of the model `fraud`, newest first. */
  versions: string[];
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export async function startFakeAzure(certificate: ServerCertificate): Promise<FakeAzure> {
  const calls: string[] = [];
  const assertions: JWTPayload[] = [];
  const state = {
    versions: ['2', '1'],
    intercept: (): Promise<Answer | undefined> => Promise.resolve(undefined),
  } as Pick<FakeAzure, 'versions' | 'intercept'>;
  const subscriptions = new Map<string, Record<string, unknown>>();
  const hookCalls: string[] = [];
  const hook = async (method: string, name: string, body: string): Promise<Answer> => {
    hookCalls.push(`${method} ${name}`);
    const instead = await state.intercept(method, name);
    if (instead) return instead;
    if (method === 'PUT') subscriptions.set(name, JSON.parse(body) as Record<string, unknown>);
    if (method === 'DELETE') subscriptions.delete(name);
    if (method === 'GET')
      return {
        status: 200,
        body: { value: [...subscriptions].map(([key, properties]) => ({ name: key, ...properties })) },
      };
    return { status: method === 'PUT' ? 201 : 200, body: {} };
  };

  const token = (form: URLSearchParams): Answer => {
    const assertion = form.get('client_assertion');
    if (assertion !== null) assertions.push(decodeJwt(assertion));
    else if (form.get('client_secret') !== clientSecret)
      return { status: 401, body: { error: 'invalid_client', error_description: 'AADSTS7000215' } };
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: 'arm-token' } };
  };
  const arm = (path: string, authorization: string | undefined): Answer => {
    calls.push(path);
    if (authorization !== 'Bearer arm-token') return { status: 401, body: { error: { code: 'NoToken' } } };
    const url = new URL(path, 'https://arm');
    if (url.pathname === `${workspacePath}/models`)
      return { status: 200, body: { value: [{ name: 'zebra' }, { name: 'fraud' }, { name: 'fraud' }] } };
    if (url.pathname === `${workspacePath}/models/fraud/versions`) {
      const top = Number(url.searchParams.get('$top') ?? '100');
      return { status: 200, body: { value: state.versions.slice(0, top).map((name) => ({ name })) } };
    }
    return { status: 404, body: { error: { code: 'ResourceNotFound', message: `no ${url.pathname}` } } };
  };
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const path = request.url ?? '';
    const body = await text(request);
    if (path === `/${tenantId}/oauth2/v2.0/token`) return token(new URLSearchParams(body));
    const name = /\/eventSubscriptions\/?([^?]*)/.exec(path)?.[1];
    if (name !== undefined) return hook(request.method ?? '', name, body);
    return arm(path, request.headers.authorization);
  };
  const server = createServer({ cert: certificate.certPem, key: certificate.keyPem }, (request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    calls,
    assertions,
    subscriptions,
    hookCalls,
    get intercept() {
      return state.intercept;
    },
    set intercept(intercept) {
      state.intercept = intercept;
    },
    get versions() {
      return state.versions;
    },
    set versions(versions) {
      state.versions = versions;
    },
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

/** An artifact type of category Build over the fake: the shape public extensions have. */
export function modelArtifactType(downloadTaskId: string): Record<string, unknown> {
  const base = `{{{endpoint.url}}}/subscriptions/{{{endpoint.subscriptionId}}}/resourceGroups/{{{resourceGroup}}}/providers/Microsoft.MachineLearningServices/workspaces/{{{workspace}}}/models`;
  const each = {
    resultSelector: 'jsonpath:$.value[*]',
    resultTemplate: '{ Value : "{{{name}}}", DisplayValue : "{{{name}}}" }',
  };
  const required = { isRequired: true, dataType: 'string', maxLength: 300 };
  return {
    name: 'FixtureModel',
    displayName: 'Fixture model',
    endpointTypeId: 'AzureRM',
    uniqueSourceIdentifier: '{{connection}}:{{resourceGroup}}/{{workspace}}:{{definition}}',
    artifactType: 'Build',
    downloadTaskId,
    inputDescriptors: [
      { id: 'connection', name: 'Service connection', inputMode: 'Combo', validation: required },
      { id: 'resourceGroup', name: 'Resource group', inputMode: 'Combo', validation: required },
      { id: 'workspace', name: 'Workspace', inputMode: 'Combo', validation: required },
      { id: 'definition', name: 'Model', inputMode: 'Combo', validation: required },
      {
        id: 'defaultVersionType',
        name: 'Default version',
        inputMode: 'Combo',
        validation: required,
        values: {
          isLimitedToPossibleValues: true,
          possibleValues: [
            { value: 'latestType' },
            { value: 'specificVersionType' },
            { value: 'selectDuringReleaseCreationType' },
          ],
        },
      },
      {
        id: 'defaultVersionSpecific',
        name: 'Version',
        inputMode: 'Combo',
        properties: { visibleRule: 'defaultVersionType == specificVersionType' },
        validation: required,
      },
    ],
    dataSourceBindings: [
      { target: 'definition', endpointUrl: `${base}?api-version=2024-04-01`, ...each },
      {
        target: 'versions',
        endpointUrl: `${base}/{{{definition}}}/versions?$orderBy=createdtime desc`,
        ...each,
      },
      { target: 'latestversion', endpointUrl: `${base}/{{{definition}}}/versions?$top=1`, ...each },
      { target: 'artifactDetails', resultTemplate: '{ "Name": "{{version}}" }' },
    ],
  };
}
