// Building an image in a container registry: nothing but the registry is needed, no Docker on this machine.
import { keyNotSupported } from '../../config/origin.ts';
import { registryTasks } from '../api-versions.ts';
import type { Workspace } from '../../workspace.ts';
import type { ImageRegistry, PlanInput, PlanStep, WhatIsThere } from '../plan.ts';
import { fetchModels, type ScoringImage } from './scoring-image.ts';

/** Longest build, in seconds: conda environments take minutes. */
const buildSeconds = 3600;

/** A registry beside the workspace, by its server. */
export function registryNamed(workspace: Workspace, server: string): ImageRegistry {
  const name = server.split('.', 1)[0] ?? server;
  const group = `/subscriptions/${workspace.subscriptionId}/resourceGroups/${workspace.resourceGroup}`;
  return { id: `${group}/providers/Microsoft.ContainerRegistry/registries/${name}`, server };
}

/** The registry to build in: the named one, or the workspace's. */
export function registryOf({ deployment, workspace }: PlanInput, now: WhatIsThere): ImageRegistry {
  const named = deployment.settings.containerRegistry;
  const { registry } = now;
  if (registry !== undefined && (named === undefined || named === registry.server)) return registry;
  if (named === undefined)
    throw keyNotSupported(deployment.origin, 'containerRegistry', {
      reason: 'the workspace has no registry yet, and an image has to be somewhere',
      instead: 'Name a registry as containerRegistry.',
    });
  return registryNamed(workspace, named);
}

function credentials({ inference }: PlanInput): object {
  const environment = inference?.environment;
  const registry = environment?.kind === 'defined' ? environment.registry : undefined;
  if (registry?.username === undefined) return {};
  const opaque = (value: string | undefined) => ({ type: 'Opaque', value });
  return {
    credentials: {
      customRegistries: {
        [registry.address]: { userName: opaque(registry.username), password: opaque(registry.password) },
      },
    },
  };
}

/** Download the models, upload the folder, build and push. */
export function buildSteps(input: PlanInput, now: WhatIsThere, image: ScoringImage): readonly PlanStep[] {
  if (now.imageExists === true) return [];
  const registry = registryOf(input, now);
  const azure = (path: string, body: object) =>
    ({ system: 'azure', method: 'POST', path, apiVersion: registryTasks, body }) as const;
  return [
    ...fetchModels(input),
    {
      kind: 'upload-context',
      why: `upload Dockerfile, code and models to ${registry.server}, because the image is built there`,
      request: azure(`${registry.id}/listBuildSourceUploadUrl`, {}),
      files: image.files,
    },
    {
      kind: 'build-image',
      why: `build ${input.service}:${image.tag}, because there is no image of this content`,
      request: azure(`${registry.id}/scheduleRun`, {
        type: 'DockerBuildRequest',
        imageNames: [`${input.service}:${image.tag}`],
        dockerFilePath: 'Dockerfile',
        sourceLocation: '{relativePath}',
        isPushEnabled: true,
        noCache: false,
        platform: { os: 'Linux', architecture: 'amd64' },
        agentConfiguration: { cpu: 2 },
        timeout: buildSeconds,
        ...credentials(input),
      }),
    },
  ];
}
