// Azure Container Instances: an image of our own in a container group; Azure Machine Learning does not front it any more.
import { hashValue } from '../../deploy/content-hash.ts';
import { contentTag } from '../../deploy/content-tag.ts';
import { given } from '../../given.ts';
import { containerInstance, registryCredentials } from '../api-versions.ts';
import type { PlanInput, PlannedRequest, PlanStep, WhatIsThere } from '../plan.ts';
import { frameOf, groupProperties, providersOf } from './container-group-body.ts';
import { candidateOf, frameTag, hostTag, keysTag, secretsTag } from './container-group-tags.ts';
import { hasOwnKeys, needsKeys, proxyContainer, type Proxy } from './proxy-container.ts';
import { buildSteps, registryOf } from './registry-build.ts';
import { putBecause } from './running.ts';
import { scoringImage, type ScoringImage } from './scoring-image.ts';
import { checkServiceName } from './service-name.ts';
import type { TargetPlan } from './target-plan.ts';

type Request = Omit<PlannedRequest, 'system' | 'apiVersion' | 'path'>;

/** The same group under another name, without the label that only one group can have. */
function candidateBody(body: Body): Body {
  const { ipAddress, ...properties } = body.properties;
  const { type, ports } = ipAddress as { type: string; ports: object[] };
  return { ...body, properties: { ...properties, ipAddress: { type, ports } } };
}

interface Body {
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** One hash of what the service never shows again. */
const secretsOf = (run: ScoringImage, proxy: Proxy | undefined): string =>
  hashValue({ variables: run.secrets, files: proxy?.volume ?? {} }).slice(0, 16);

function bodyOf(input: PlanInput, now: WhatIsThere, name: string) {
  const { settings } = input.deployment;
  const run = scoringImage(input, now);
  const registry = registryOf(input, now);
  const proxy = proxyContainer(input, now);
  const image = `${registry.server}/${name}:${run.tag}`;
  const { properties, warnings } = groupProperties(input, image, { run, proxy });
  const location = settings.location ?? now.location;
  const description = input.inference?.description;
  const tags = { ...given({ description }), ...settings.tags };
  const content = hashValue({ location, properties, tags }).slice(0, 16);
  const frame = frameOf(location, properties);
  const keys = !needsKeys(input.deployment) ? 'none' : hasOwnKeys(input.deployment) ? 'config' : 'registry';
  const host = settings.sslEnabled === true ? settings.cname : undefined;
  const facts = {
    ...{ [frameTag]: frame, [keysTag]: keys, [secretsTag]: secretsOf(run, proxy) },
    ...(host !== undefined && { [hostTag]: host }),
  };
  const body: Body = { location, tags: { ...tags, ...input.lineage, ...facts }, properties };
  return { body, content, frame, run, registry, warnings, hasProxy: proxy !== undefined };
}

/** What a step calls on a group. */
const onGroup = (input: PlanInput, name: string, request: Request): PlannedRequest => ({
  system: 'azure',
  path: `${providersOf(input)}/Microsoft.ContainerInstance/containerGroups/${name}`,
  apiVersion: containerInstance,
  ...request,
});

const scoring: PlannedRequest = { system: 'scoring', method: 'POST', path: '{scoringUri}' };

/** Beside what serves, before it is touched. */
function candidateSteps(input: PlanInput, name: string, body: Body): readonly PlanStep[] {
  const candidate = candidateOf(name);
  return [
    {
      kind: 'start-candidate',
      why: `start '${candidate}' beside '${name}', because '${name}' serves until the new containers have proved themselves`,
      request: onGroup(input, candidate, { method: 'PUT', body: candidateBody(body) }),
    },
    {
      kind: 'test-candidate',
      why: `test '${candidate}' with a request of its own`,
      request: scoring,
    },
  ];
}

const removeCandidate = (input: PlanInput, name: string): PlanStep => ({
  kind: 'remove-candidate',
  why: `remove '${candidateOf(name)}', because '${name}' itself serves the same`,
  request: onGroup(input, candidateOf(name), { method: 'DELETE' }),
});

/** Nothing can be planned beside an operation that is under way: the service refuses every change. */
const waitFor = ({ name, state, pauseMs }: NonNullable<WhatIsThere['changing']>): TargetPlan => ({
  steps: [],
  waitFor: {
    state,
    why: `wait for container group '${name}', because another operation has it in state ${state}`,
    ...given({ pauseMs }),
  },
});

const gap = 'callers get no answer until they have started';

const noWayBack = (name: string): string =>
  `If the new containers of '${name}' fail in place after all, the earlier ones can not be put back: their keys and their certificate stand in no file of this run.`;

export function planContainerGroup(input: PlanInput, now: WhatIsThere): TargetPlan {
  const name = checkServiceName(input.service);
  if (now.changing) return waitFor(now.changing);
  const { body, content, frame, run, registry, hasProxy, ...made } = bodyOf(input, now, name);
  const { running } = now;
  const warnings = [...made.warnings, ...(running?.hasProxy === true && !hasProxy ? [noWayBack(name)] : [])];
  const because = putBecause(`container group '${name}'`, content, now);
  if (because === undefined)
    return { steps: now.candidate === true ? [removeCandidate(input, name)] : [], warnings };
  const isServing = running !== undefined && !/^failed$/i.test(running.state);
  const isReframed = running?.frame !== undefined && running.frame !== frame;
  const credentials: PlanStep = {
    kind: 'read-registry-key',
    why: `read a key of ${registry.server}, because the group pulls its image with it`,
    request: {
      system: 'azure',
      method: 'POST',
      path: `${registry.id}/listCredentials`,
      apiVersion: registryCredentials,
    },
  };
  const remove: PlanStep = {
    kind: 'delete-container-group',
    why: `delete '${name}', because size, place and address of a group can not be changed in place; callers get no answer until it is made anew`,
    request: onGroup(input, name, { method: 'DELETE' }),
  };
  return {
    steps: [
      ...buildSteps(input, now, run),
      credentials,
      ...(isServing ? candidateSteps(input, name, body) : []),
      ...(isReframed ? [remove] : []),
      {
        kind: 'create-container-group',
        ...because,
        ...(isServing && !isReframed && { why: `${because.why}; its containers end, and ${gap}` }),
        request: onGroup(input, name, { method: 'PUT', body }),
      },
      { kind: 'test-deployment', why: `test '${name}' with a request of its own`, request: scoring },
      {
        kind: 'mark-tested',
        why: `write the content's hash on '${name}', because it has proved itself and a further run shall leave it alone`,
        request: onGroup(input, name, {
          method: 'PATCH',
          body: { tags: { ...body.tags, [contentTag]: content } },
        }),
      },
      ...(isServing || now.candidate === true ? [removeCandidate(input, name)] : []),
    ],
    warnings,
  };
}
