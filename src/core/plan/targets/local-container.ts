// A container on this machine, built and run by its Docker, with the names, mounts and variables of az ml's local endpoints.
import { appRoot, modelRoot } from '../../deploy/dockerfile.ts';
import { hashTree } from '../../deploy/content-hash.ts';
import { given } from '../../given.ts';
import { docker } from '../api-versions.ts';
import type { PlanInput, PlannedRequest, PlanStep, WhatIsThere } from '../plan.ts';
import { dockerOptions } from './docker-options.ts';
import { copyCode, planRollOut } from './local-roll-out.ts';
import { environmentImage, scoringPort } from './scoring-image.ts';
import { checkServiceName } from './service-name.ts';
import type { TargetPlan } from './target-plan.ts';

const call = (path: string, body?: object): PlannedRequest => ({
  ...{ system: 'docker', method: 'POST', path, apiVersion: docker },
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
      request: call('/auth', { serveraddress, username, password }),
    },
  ];
}

/** Folder on this machine : folder in the container : shared label, for machines with SELinux. */
function mounts({ models, deployment }: PlanInput, code: string): readonly string[] {
  const { modelMountPath } = deployment.settings;
  const root = modelMountPath ?? `${modelRoot}/`;
  const [first, second] = models;
  const lone = modelMountPath !== undefined && second === undefined ? first : undefined;
  return [
    ...(lone
      ? [`{localFolder}/models/${lone.model}/${lone.version}:${root}:z`]
      : models.map(
          ({ model, version }) => `{localFolder}/models/${model}/${version}:${root}/${model}/${version}:z`,
        )),
    `{localFolder}/${code}:${appRoot}/code/`,
  ];
}

export function planLocalContainer(input: PlanInput, now: WhatIsThere): TargetPlan {
  const service = checkServiceName(input.service);
  const image = environmentImage(input, now);
  const tag = `${service}:${image.tag}`;
  const code = `code/${hashTree(input.source).slice(0, 16)}`;
  const options = dockerOptions(input.deployment, input.inference);
  const spec = {
    Image: tag,
    Tty: true,
    Env: Object.entries({ ...image.variables, ...image.secrets }).map(([key, value]) => `${key}=${value}`),
    ...options,
    // Docker's own init passes signals on: as the container's first process conda heeds none, and each stop would take 10 s.
    HostConfig: { ...options.HostConfig, Init: true, Binds: mounts(input, code) },
  };
  const build: readonly PlanStep[] =
    now.imageExists === true
      ? []
      : [
          ...signIn(input),
          {
            kind: 'build-image',
            why: `build ${tag}, because there is no image of this content`,
            request: call(`/build?t=${encodeURIComponent(tag)}`),
            files: image.files,
          },
        ];
  return planRollOut(input, now, {
    system: 'docker',
    root: '/containers',
    what: 'container',
    content: { spec },
    build: [...build, copyCode(input, `{localFolder}/${code}`)],
    // An empty port is Docker's word for a free one. Nobody but this machine gets in, as in v1.
    body: (Labels, port) => ({
      ...spec,
      Labels,
      HostConfig: {
        ...spec.HostConfig,
        PortBindings: {
          [`${scoringPort}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: port === undefined ? '' : String(port) }],
        },
      },
    }),
  });
}
