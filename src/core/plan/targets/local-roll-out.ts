// How a new server takes an old one's place on this machine: it runs beside it on a free port, is tested there, and only then
// gets the name, or the port that was asked for.
import { contentTag } from '../../deploy/content-tag.ts';
import { deploymentName } from '../../deploy/names.ts';
import { hashValue } from '../../deploy/content-hash.ts';
import { given } from '../../given.ts';
import type { LocalServer, PlanInput, PlannedRequest, PlanStep, WhatIsThere } from '../plan.ts';
import { putBecause } from './running.ts';
import { fetchModels, scoringPort } from './scoring-image.ts';
import { checkServiceName } from './service-name.ts';
import type { TargetPlan } from './target-plan.ts';

/** Labels of the local endpoints of az ml: its `--local` verbs find the container by them. */
function azLabels(service: string, deployment: string): Readonly<Record<string, string>> {
  return {
    'azureml-local-endpoint': '',
    endpoint: service,
    deployment,
    'endpoint-data': JSON.stringify({ name: service, auth_mode: 'key' }),
    'deployment-data': JSON.stringify({ name: deployment, endpoint_name: service }),
    'azureml-port': String(scoringPort),
  };
}

/** The suffix of a server that has not proved itself yet. */
export const candidateSuffix = '.candidate';

export interface LocalServerPlan {
  /** What is called: `/containers` of Docker, or `/servers` of this machine. */
  readonly system: 'docker' | 'machine';
  readonly root: string;
  readonly what: string;
  /** Everything but labels and port. */
  readonly content: object;
  /** The steps that make what the server runs in. */
  readonly build: readonly PlanStep[];
  /** Body of the request that makes the server; without a port it takes a free one. */
  readonly body: (labels: Readonly<Record<string, string>>, port: number | undefined) => object;
}

/** The code goes below this machine's folder for the service, under the hash of its content. */
export function copyCode({ source }: PlanInput, folder: string): PlanStep {
  return {
    kind: 'copy-code',
    why: `copy ${source.length} code file(s) to ${folder}, because the server reads them there`,
    request: { system: 'machine', method: 'PUT', path: folder },
    files: source,
  };
}

/** Among several that an interrupted run left, the one that is wanted already; else one that serves. */
function servingAmong(servers: readonly LocalServer[], content: string): LocalServer | undefined {
  const proved = servers.filter(({ name }) => !name.endsWith(candidateSuffix));
  const up = proved.filter(({ state }) => state === 'running');
  return up.find((one) => one.content === content) ?? up[0] ?? proved[0];
}

export function planRollOut(input: PlanInput, now: WhatIsThere, server: LocalServerPlan): TargetPlan {
  const service = checkServiceName(input.service);
  const { port, tags } = input.deployment.settings;
  const own = { ...given({ description: input.inference?.description }), ...tags };
  const models = input.models.map(({ id, createdAt }) => ({ id, createdAt }));
  const content = hashValue({ ...server.content, own, port, models }).slice(0, 16);
  const deployment = deploymentName(input.models[0]?.version ?? '', content);
  const name = `${service}.${deployment}`;
  const call = (method: PlannedRequest['method'], path: string, body?: object): PlannedRequest => ({
    ...{ system: server.system, method, path: `${server.root}${path}` },
    ...given({ body }),
  });
  const remove = (left: string, why: string): PlanStep => ({
    kind: 'remove-server',
    why,
    request: call('DELETE', `/${left}?force=1`),
  });
  const { servers = [] } = now;
  const serving = servingAmong(servers, content);
  const running = serving ?? now.running;
  const old = serving?.name;
  const leftOver = servers
    .filter((one) => one.name !== old && one.name !== name && one.name !== `${name}${candidateSuffix}`)
    .map((left) => remove(left.name, `remove '${left.name}', because an earlier run left it`));
  const because = putBecause(`${server.what} '${service}'`, content, { ...now, ...given({ running }) });
  if (because === undefined) return { steps: leftOver, deployment };
  const labels = { ...own, ...azLabels(service, deployment), ...input.lineage, [contentTag]: content };
  const candidate = `${name}${candidateSuffix}`;
  const take: readonly PlanStep[] =
    port === undefined
      ? [
          {
            kind: 'promote-candidate',
            why: `give '${candidate}' the name '${name}', because it has proved itself`,
            request: call('POST', `/${candidate}/rename?name=${name}`),
          },
          ...(old === undefined || old === name
            ? []
            : [remove(old, `remove '${old}', because '${name}' serves in its place`)]),
        ]
      : [
          {
            kind: 'swap-server',
            why: `put '${name}' on port ${port}, because the candidate has proved itself${old === undefined ? '' : `; '${old}' starts again should it not answer`}`,
            request: call('POST', `/create?name=${name}`, server.body(labels, port)),
          },
        ];
  return {
    deployment,
    steps: [
      ...server.build,
      ...fetchModels(input).map((step) => ({
        ...step,
        why: step.why.replace('the image holds it', 'the server reads it there'),
      })),
      {
        kind: 'create-candidate',
        ...because,
        request: call('POST', `/create?name=${candidate}`, server.body(labels, undefined)),
      },
      {
        kind: 'start-candidate',
        why: `start '${candidate}' on a free port of 127.0.0.1 and wait until it answers`,
        request: call('POST', `/${candidate}/start`),
      },
      {
        kind: 'test-deployment',
        why: `test '${candidate}' with a request of its own`,
        request: { system: 'scoring', method: 'POST', path: '{scoringUri}' },
      },
      ...take,
      ...leftOver,
    ],
  };
}
