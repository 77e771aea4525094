// A container on this machine, built and run by its Docker.
import { hashValue } from '../../deploy/content-hash.ts';
import { contentTag } from '../../deploy/content-tag.ts';
import { given } from '../../given.ts';
import { docker } from '../api-versions.ts';
import type { PlanInput, PlannedRequest, PlanStep, WhatIsThere } from '../plan.ts';
import { dockerOptions } from './docker-options.ts';
import { putBecause } from './running.ts';
import { fetchModels, scoringImage, scoringPort } from './scoring-image.ts';
import { checkServiceName } from './service-name.ts';
import type { TargetPlan } from './target-plan.ts';

const call = (method: PlannedRequest['method'], path: string, body?: object): PlannedRequest => ({
  system: 'docker',
  method,
  path,
  apiVersion: docker,
  ...given({ body }),
});

function signIn({ inference }: PlanInput): readonly PlanStep[] {
  const environment = inference?.environment;
  const registry = environment?.kind === 'defined' ? environment.registry : undefined;
  if (registry?.username === undefined) return [];
  const { address: serveraddress, username, password } = registry;
  return [
    {
      kind: 'sign-in-to-registry',
      why: `sign in to ${serveraddress}, because the base image is there`,
      request: call('POST', '/auth', { serveraddress, username, password }),
    },
  ];
}

export function planLocalContainer(input: PlanInput, now: WhatIsThere): TargetPlan {
  const { deployment, inference, lineage } = input;
  const name = checkServiceName(input.service);
  const image = scoringImage(input, now);
  const tag = `${name}:${image.tag}`;
  const options = dockerOptions(deployment, inference);
  const { port, tags } = deployment.settings;
  // An empty port is Docker's word for a free one. Nobody but this machine gets in, as in v1.
  const bindings = {
    [`${scoringPort}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: port === undefined ? '' : String(port) }],
  };
  const create = {
    Image: tag,
    Env: Object.entries(image.variables).map(([key, value]) => `${key}=${value}`),
    ...options,
    HostConfig: { ...options.HostConfig, PortBindings: bindings },
  };
  const labels = { ...given({ description: inference?.description }), ...tags };
  const content = hashValue({ create, labels }).slice(0, 16);
  const because = putBecause(`container '${name}'`, content, now);
  if (because === undefined) return { steps: [] };
  const Labels = { ...labels, ...lineage, [contentTag]: content };
  const build: readonly PlanStep[] =
    now.imageExists === true
      ? []
      : [
          ...signIn(input),
          ...fetchModels(input),
          {
            kind: 'build-image',
            why: `build ${tag}, because there is no image of this content`,
            request: call('POST', `/build?t=${encodeURIComponent(tag)}&pull=1`),
            files: image.files,
          },
        ];
  const remove: readonly PlanStep[] =
    now.running === undefined
      ? []
      : [
          {
            kind: 'remove-container',
            why: `remove container '${name}', because its name is needed`,
            request: call('DELETE', `/containers/${name}?force=1`),
            ...given({ replaces: because.replaces }),
          },
        ];
  return {
    steps: [
      ...build,
      ...remove,
      {
        kind: 'create-container',
        ...because,
        request: call('POST', `/containers/create?name=${name}`, { ...create, Labels }),
      },
      {
        kind: 'start-container',
        why: `start '${name}' and wait until it answers on 127.0.0.1`,
        request: call('POST', `/containers/${name}/start`),
      },
      {
        kind: 'test-deployment',
        why: `test '${name}' with a request of its own`,
        request: { system: 'scoring', method: 'POST', path: '{scoringUri}' },
      },
    ],
  };
}
