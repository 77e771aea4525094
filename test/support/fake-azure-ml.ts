// An Azure ML workspace in memory, as strict as the service where the deploy flow could go wrong.
import { fail } from '../../src/core/errors/catalogue.ts';
import type { CodeAssets, Environments, WorkspaceFacts } from '../../src/ports/deployment-assets.ts';
import type { Computes, ComputeState } from '../../src/ports/computes.ts';
import type { ContainerUpload } from '../../src/ports/folder-upload.ts';
import type { ModelStores } from '../../src/ports/model-files.ts';
import type { ModelRegistry } from '../../src/ports/model-registry.ts';
import type { OnlineDeployments, OnlineEndpoints } from '../../src/ports/online-endpoints.ts';
import type { CheckAnswer } from '../../src/ports/answer-check.ts';
import type { ScoringAnswer, ScoringService } from '../../src/ports/scoring-service.ts';

interface Endpoint {
  authMode: string;
  provisioningState: string;
  traffic: Readonly<Record<string, number>>;
  mirrorTraffic: Readonly<Record<string, number>>;
  tags: Readonly<Record<string, string>>;
}

/** Why the service would not split requests so; absent when it would. */
function splitFault(
  traffic: Readonly<Record<string, number>>,
  mirror: Readonly<Record<string, number>>,
  find: (name: string) => { readonly provisioningState: string } | undefined,
): string | undefined {
  const sum = (split: Readonly<Record<string, number>>) =>
    Object.values(split).reduce((all, share) => all + share, 0);
  if (sum(traffic) !== 0 && sum(traffic) !== 100) return `the traffic adds up to ${sum(traffic)}`;
  if (sum(mirror) > 50) return `${sum(mirror)} percent is more than can be mirrored`;
  const all = [...Object.entries(traffic), ...Object.entries(mirror)];
  if (all.some(([name, share]) => share > 0 && find(name)?.provisioningState !== 'Succeeded'))
    return 'unknown or unfinished deployment in traffic';
  const both = Object.keys(mirror).some((name) => (traffic[name] ?? 0) > 0);
  return both ? 'live and mirrored traffic at once' : undefined;
}

interface Deployment {
  provisioningState: string;
  tags: Record<string, string>;
  properties: { environmentId: string; codeConfiguration: { codeId: string } };
}

export interface FakeAzureMl {
  readonly registry: ModelRegistry;
  readonly facts: WorkspaceFacts;
  readonly environments: Environments;
  readonly code: CodeAssets;
  readonly endpoints: OnlineEndpoints;
  readonly deployments: OnlineDeployments;
  readonly computes: Computes;
  readonly scoring: ScoringService;
  readonly check: CheckAnswer;
  readonly stores: Pick<ModelStores, 'container'>;
  readonly upload: ContainerUpload;
  /** What was asked for, in order: `create-deployment v7-…`. Reads are not written down. */
  readonly writes: string[];
  readonly stored: {
    environments: Set<string>;
    code: Set<string>;
    endpoints: Map<string, Endpoint>;
    deployments: Map<string, Deployment>;
    computes: Map<string, ComputeState>;
  };
  /** Answers of the scoring container in order; the last one stays. */
  answers: ScoringAnswer[];
  /** Makes the next `times` starts of a container fail with this log. */
  breakContainer(log: string): void;
  /** Throws after the write named here took effect, as if the agent had died. */
  dieAfter(write: string): void;
}

export const died = new Error('the agent died');

export function createFakeAzureMl(registry: ModelRegistry): FakeAzureMl {
  const stored: FakeAzureMl['stored'] = {
    environments: new Set(),
    code: new Set(),
    endpoints: new Map(),
    deployments: new Map(),
    computes: new Map(),
  };
  const writes: string[] = [];
  let containerLog: string | undefined;
  let deadly: string | undefined;
  const wrote = (write: string): void => {
    writes.push(write);
    if (deadly !== undefined && write.startsWith(deadly)) {
      deadly = undefined;
      throw died;
    }
  };
  const endpointState = (name: string) => {
    const found = stored.endpoints.get(name);
    return (
      found && {
        name,
        location: 'westeurope',
        ...found,
        scoringUri: `https://${name}/score`,
        swaggerUri: `https://${name}/swagger.json`,
      }
    );
  };
  const requireEndpoint = (name: string) => {
    const state = endpointState(name);
    if (!state) throw fail('AzureResourceNotFound', { resource: name });
    return state;
  };
  const fake: FakeAzureMl = {
    stored,
    writes,
    answers: [{ status: 200, body: '[1]', milliseconds: 5 }],
    breakContainer: (log) => (containerLog = log),
    dieAfter: (write) => (deadly = write),
    registry,
    stores: {
      container: () =>
        Promise.resolve({ accountUrl: 'https://store', container: 'blobs', access: { kind: 'public' } }),
    },
    upload: (_, folder, files) => {
      wrote(`upload-context ${folder} ${files.map(({ path }) => path).join(' ')}`);
      return Promise.resolve();
    },
    computes: {
      get: (_, name) => Promise.resolve(stored.computes.get(name)),
      names: () => Promise.resolve([...stored.computes.keys()]),
    },
    facts: { location: () => Promise.resolve('westeurope') },
    environments: {
      exists: (_, name, version) => Promise.resolve(stored.environments.has(`${name}/versions/${version}`)),
      find: (_, name, version) =>
        Promise.resolve(
          stored.environments.has(`${name}/versions/${version}`)
            ? { id: `/environments/${name}/versions/${version}` }
            : undefined,
        ),
      create: (_, { name, version }) => {
        stored.environments.add(`${name}/versions/${version}`);
        wrote(`register-environment ${name}`);
        return Promise.resolve();
      },
    },
    code: {
      exists: (_, name, version) => Promise.resolve(stored.code.has(`${name}/versions/${version}`)),
      upload: (_, { name, version }, files) => {
        stored.code.add(`${name}/versions/${version}`);
        wrote(`upload-code ${files.map(({ path }) => path).join(' ')}`);
        return Promise.resolve();
      },
    },
    endpoints: {
      get: (_, name) => Promise.resolve(endpointState(name)),
      create: async (_, name, body) => {
        const { properties, tags = {} } = body as Pick<Partial<Endpoint>, 'tags'> & {
          properties: Pick<Endpoint, 'authMode'> & Partial<Pick<Endpoint, 'traffic' | 'mirrorTraffic'>>;
        };
        const { authMode, traffic = {}, mirrorTraffic = {} } = properties;
        stored.endpoints.set(name, {
          authMode,
          provisioningState: 'Succeeded',
          traffic,
          mirrorTraffic,
          tags,
        });
        wrote(`create-endpoint ${name}`);
        return Promise.resolve();
      },
      change: async (_, name, decide) => {
        const endpoint = stored.endpoints.get(name);
        const change = decide(requireEndpoint(name));
        if (!endpoint || change === undefined) return Promise.resolve();
        const { traffic = endpoint.traffic, mirrorTraffic = endpoint.mirrorTraffic, tags } = change;
        const fault = splitFault(traffic, mirrorTraffic, (one) => stored.deployments.get(`${name}/${one}`));
        if (fault !== undefined) throw fail('AzureRejected', { resource: name, status: 400, reason: fault });
        Object.assign(endpoint, { traffic, mirrorTraffic, tags: tags ?? endpoint.tags });
        wrote(change.traffic ? `move-traffic ${JSON.stringify(traffic)}` : `tag-endpoint ${name}`);
        return Promise.resolve();
      },
      delete: (_, name) => {
        stored.endpoints.delete(name);
        for (const key of stored.deployments.keys())
          if (key.startsWith(`${name}/`)) stored.deployments.delete(key);
        wrote(`delete-endpoint ${name}`);
        return Promise.resolve();
      },
      credential: () => Promise.resolve({ authorization: 'Bearer key' }),
    },
    deployments: {
      get: ({ endpoint, deployment }) => {
        const found = stored.deployments.get(`${endpoint}/${deployment}`);
        return Promise.resolve(found && { name: deployment, ...found });
      },
      list: (_, endpoint) =>
        Promise.resolve(
          [...stored.deployments]
            .filter(([key]) => key.startsWith(`${endpoint}/`))
            .map(([key, found]) => ({ name: key.slice(endpoint.length + 1), ...found })),
        ),
      create: async ({ endpoint, deployment }, body) => {
        requireEndpoint(endpoint);
        const { tags, properties } = body as Deployment;
        const assets = [...stored.environments, ...stored.code];
        for (const id of [properties.environmentId, properties.codeConfiguration.codeId])
          if (!assets.some((asset) => id.endsWith(asset)))
            throw fail('AzureRejected', {
              resource: deployment,
              status: 400,
              reason: `${id} does not exist`,
            });
        const provisioningState = containerLog === undefined ? 'Succeeded' : 'Failed';
        stored.deployments.set(`${endpoint}/${deployment}`, { provisioningState, tags, properties });
        wrote(`create-deployment ${deployment}`);
        if (containerLog !== undefined)
          throw fail('AzureOperationFailed', { resource: deployment, reason: 'ResourceNotReady' });
        return Promise.resolve();
      },
      delete: async ({ endpoint, deployment }) => {
        if ((stored.endpoints.get(endpoint)?.traffic[deployment] ?? 0) > 0)
          throw fail('AzureRejected', { resource: deployment, status: 400, reason: 'it has traffic' });
        stored.deployments.delete(`${endpoint}/${deployment}`);
        containerLog = undefined;
        wrote(`delete-deployment ${deployment}`);
        return Promise.resolve();
      },
      logs: () => Promise.resolve(containerLog ?? ''),
    },
    check: (_, { status }) => Promise.resolve({ isRight: status === 200, words: `status ${status}` }),
    scoring: {
      score: ({ deployment, uri }) => {
        const endpoint = new URL(uri).hostname;
        if (deployment !== undefined && !stored.deployments.has(`${endpoint}/${deployment}`))
          return Promise.resolve({ status: 404, body: 'no such deployment', milliseconds: 1 });
        const answer = fake.answers.length > 1 ? fake.answers.shift() : fake.answers[0];
        return answer ? Promise.resolve(answer) : Promise.reject(new Error('the test gave no answers'));
      },
    },
  };
  return fake;
}
