// Azure Container Instances: an image that the workspace's registry builds, in a container group behind a proxy with keys
// and TLS. New containers prove themselves in a group of their own before the serving one is touched.
import { contentTag } from '../../../core/deploy/content-tag.ts';
import { readyWithin } from '../../../core/deploy/group-health.ts';
import { isChanging } from '../../../core/deploy/group-state.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import { given } from '../../../core/given.ts';
import type { PlanInput, PlanStep, WhatIsThere } from '../../../core/plan/plan.ts';
import { candidateOf, frameTag, hostTag } from '../../../core/plan/targets/container-group-tags.ts';
import { hasOwnKeys, needsKeys } from '../../../core/plan/targets/proxy-container.ts';
import { registryOf } from '../../../core/plan/targets/registry-build.ts';
import type { CheckAnswer } from '../../../ports/answer-check.ts';
import type { ContainerGroup, ContainerGroups, GroupRef } from '../../../ports/container-groups.ts';
import type { ImageBuilds } from '../../../ports/image-builds.ts';
import type { Log } from '../../../ports/log.ts';
import type { ScoringService } from '../../../ports/scoring-service.ts';
import type { ApplyStep, DeployTarget, ServiceRef, StepContext } from '../deploy-target.ts';
import { runSmokeTests } from '../rollout/run-smoke-tests.ts';
import { testsOf } from '../rollout/smoke-test.ts';
import { retryLater } from '../../retry-later.ts';
import { groupLogs, proveGroup } from '../steps/prove-group.ts';
import type { RegistryImages } from '../steps/registry-images.ts';
import { EarlierGroups, withRegistryKey } from '../steps/replace-group.ts';
import { untilSettled } from '../steps/settled-group.ts';
import { originOf, requestTo, type Presented } from './group-address.ts';
import { groupKeys, hasKeys, keysFor, readGroupKeys } from './group-keys.ts';

export interface ContainerGroupPorts {
  readonly images: RegistryImages;
  readonly builds: Pick<ImageBuilds, 'key' | 'registryOf'>;
  readonly groups: ContainerGroups;
  readonly scoring: ScoringService;
  readonly check: CheckAnswer;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}

/** What names a service. */
type Named = Pick<ServiceRef, 'workspace' | 'service'>;

const refOf = ({ workspace, service }: Named): GroupRef => ({ workspace, group: service });
const candidateRef = ({ workspace, service }: Named): GroupRef => ({
  workspace,
  group: candidateOf(service),
});

/** A group that was stopped, by hand or by the service, does not serve. */
const stateOf = ({ provisioningState, state }: ContainerGroup): string =>
  /^(?:stopped|failed)$/i.test(state) ? state : provisioningState;

async function look(ports: ContainerGroupPorts, input: PlanInput): Promise<WhatIsThere> {
  const { workspace, service, deployment } = input;
  const known = await ports.images.look(input);
  const [group, candidate] = await Promise.all([
    ports.groups.get(refOf(input)),
    ports.groups.get(candidateRef(input)),
  ]);
  const isDerived = needsKeys(deployment) && !hasOwnKeys(deployment);
  const key = isDerived ? await ports.builds.key(registryOf(input, known).id) : undefined;
  const changing = [group, candidate].find((one) => one && isChanging(one.provisioningState));
  const running = group && {
    content: group.tags[contentTag] ?? 'untested',
    state: stateOf(group),
    hasProxy: hasKeys(group) || group.tags[hostTag] !== undefined,
    ...given({ frame: group.tags[frameTag] }),
  };
  const keys = key && keysFor(key.password, workspace, service);
  return {
    ...{ ...known, candidate: candidate !== undefined },
    ...given({ running, keys }),
    ...(changing && {
      changing: {
        ...{ name: changing.name, state: changing.provisioningState },
        ...given({ pauseMs: changing.pauseMs }),
      },
    }),
  };
}

/** What the tests of this run present. */
function presentedBy({ input, bindings }: StepContext): Presented {
  const { deployment, texts, workspace, service } = input;
  const { settings } = deployment;
  const certificate = settings.sslEnabled === true ? texts.certificateText : undefined;
  if (!needsKeys(deployment)) return given({ certificate });
  const derived = keysFor(bindings.get('password') ?? '', workspace, service);
  return { key: settings.keys?.primaryKey ?? derived.primaryKey, ...given({ certificate }) };
}

async function prove(ports: ContainerGroupPorts, ref: GroupRef, context: StepContext): Promise<void> {
  const { log, input } = context;
  const tests = testsOf(context);
  const [first] = tests;
  if (first === undefined)
    log.warning(
      `No test request is given, so '${ref.group}' counts as good as soon as its server answers anything. Set 'Test request' to a JSON file.`,
    );
  const ask = first === undefined ? { path: '/', body: '{}' } : { path: '/score', body: first.request };
  const request = (group: ContainerGroup) => requestTo(group, ask, presentedBy(context));
  const { service, deployment } = input;
  const limitSeconds = readyWithin(deployment.settings.readinessProbeRequirements);
  const all = { ...ports, ...context };
  const group = await proveGroup(all, { service, ref, isTest: first !== undefined, limitSeconds, request });
  if (tests.length > 0)
    await runSmokeTests(all, { service, deployment: ref.group, ...request(group) }, tests);
}

function stepsOf(ports: ContainerGroupPorts): DeployTarget['steps'] {
  const { groups, random } = ports;
  const earlier = new EarlierGroups(groups, random);
  /** Failing to remove it must not hide why it has to go. */
  const dropCandidate = async (context: StepContext): Promise<void> => {
    const ref = candidateRef(context.input);
    try {
      await retryLater({ ...context, random }, async () => {
        await untilSettled(groups, ref, context);
        await groups.delete(ref);
      });
    } catch (error) {
      context.log.warning(`'${ref.group}' could not be removed: ${String(error)}`);
    }
  };
  /** What proves itself beside the serving group is not left behind by a run that fails. */
  const withoutCandidate = async (context: StepContext, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      await dropCandidate(context);
      throw error;
    }
  };
  /** The serving group: whatever fails from here on, what served before is put back and the candidate goes. */
  const onServing =
    (work: (ref: GroupRef, step: PlanStep, context: StepContext) => Promise<void>): ApplyStep =>
    (step, context) =>
      withoutCandidate(context, async () => {
        const ref = refOf(context.input);
        await earlier.keep(ref, context);
        await earlier.guard(ref, context, () => work(ref, step, context));
      });
  return {
    ...ports.images.steps,
    'read-registry-key': async (step, { bindings }) => {
      const { username, password } = await ports.builds.key(step.request.path.replace(/\/[^/]+$/, ''));
      bindings.set('username', username).set('password', password);
    },
    'start-candidate': (step, context) =>
      withoutCandidate(context, async () => {
        const ref = candidateRef(context.input);
        // One that a killed run left may differ in what can not be changed.
        await groups.delete(ref);
        await groups.put(ref, withRegistryKey(step, context));
      }),
    'test-candidate': async (_, context) => {
      const ref = candidateRef(context.input);
      try {
        await prove(ports, ref, context);
      } catch (error) {
        context.log.warning(`'${ref.group}' is removed; '${context.input.service}' serves as before.`);
        await dropCandidate(context);
        throw error;
      }
    },
    'delete-container-group': onServing((ref) => groups.delete(ref)),
    'create-container-group': onServing((ref, step, context) =>
      groups.put(ref, withRegistryKey(step, context)),
    ),
    'test-deployment': onServing((ref, _, context) => prove(ports, ref, context)),
    'mark-tested': ({ request }, context) =>
      withoutCandidate(context, async () => {
        const tags = Reflect.get(request.body ?? {}, 'tags') as Record<string, string>;
        await groups.tag(refOf(context.input), tags);
      }),
    'remove-candidate': (_, context) => groups.delete(candidateRef(context.input)),
  };
}

async function requireGroup({ groups }: ContainerGroupPorts, ref: ServiceRef): Promise<ContainerGroup> {
  const group = await groups.get(refOf(ref));
  if (group) return group;
  throw fail('AzureResourceNotFound', { resource: `containerGroups/${ref.service}` });
}

/** @throws ServiceKeyUnknown for keys that only the deployment config knows */
async function presentedTo(
  { builds }: ContainerGroupPorts,
  { workspace }: ServiceRef,
  group: ContainerGroup,
): Promise<Presented> {
  return hasKeys(group) ? { key: (await readGroupKeys(builds, workspace, group)).primary } : {};
}

export function createContainerGroupTarget(ports: ContainerGroupPorts): DeployTarget {
  const { groups } = ports;
  return {
    look: (input) => look(ports, input),
    steps: stepsOf(ports),
    keys: groupKeys(ports),

    async service(ref) {
      const group = await groups.get(refOf(ref));
      if (!group) return undefined;
      const origin = originOf(group);
      const state = stateOf(group);
      return {
        ...{ name: ref.service, state, ...(hasKeys(group) && { authMode: 'Key' }) },
        ...(origin !== undefined && { scoringUri: `${origin}/score`, swaggerUri: `${origin}/swagger.json` }),
        deployments: [{ name: ref.service, state, share: 100, tags: group.tags }],
      };
    },

    async logs(ref, tail) {
      const { containers } = await requireGroup(ports, ref);
      const texts = await groupLogs(ports, refOf(ref), containers, tail);
      return Object.entries(texts)
        .map(([name, text]) => `--- ${name} ---\n${text.trimEnd()}`)
        .join('\n');
    },

    async invoke(ref, body) {
      const group = await requireGroup(ports, ref);
      const request = requestTo(group, { path: '/score', body }, await presentedTo(ports, ref, group));
      if (request) return ports.scoring.score(request);
      throw fail('SmokeTestNotReachable', {
        ...{
          deployment: ref.service,
          uri: ref.service,
          reason: `the group is ${stateOf(group)} and has no address`,
        },
      });
    },

    async delete(ref) {
      await groups.delete(candidateRef(ref));
      await groups.delete(refOf(ref));
    },
  };
}
