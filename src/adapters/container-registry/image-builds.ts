// Azure Container Registry: its keys, and builds by its Tasks (which have no package of their own in this product: four
// calls by typed bodies, and the official client as witness in the tests).
import { basename } from 'node:path';
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import { workspacePath } from '../../core/workspace.ts';
import type { FolderUpload } from '../../ports/folder-upload.ts';
import type { ImageBuilds } from '../../ports/image-builds.ts';
import type { ArmCalls } from './arm-calls.ts';
import { followRun, runShape, type FollowPorts, type OutputImage } from './follow-run.ts';

export interface ImageBuildsOptions extends FollowPorts {
  /** Clients of one connection, each with the api-version of its calls. */
  readonly workspaces: ArmCalls;
  readonly registries: ArmCalls;
  readonly upload: FolderUpload;
}

const workspaceShape = z.object({
  properties: z.object({ containerRegistry: z.string().nullish() }).nullish(),
});
const registryShape = z.object({ id: z.string(), properties: z.object({ loginServer: z.string() }) });
const credentialsShape = z.object({
  username: z.string().min(1),
  passwords: z.array(z.object({ value: z.string().min(1) })).min(1),
});
const sourceShape = z.object({ uploadUrl: z.string().min(1), relativePath: z.string().min(1) });
const requestShape = z.object({ imageNames: z.array(z.string()).default([]) });

export function createImageBuilds(options: ImageBuildsOptions): ImageBuilds {
  const { workspaces, registries, tasks, upload } = options;
  return {
    async registryOf(workspace) {
      const found = await workspaces.get(workspacePath(workspace), workspaceShape);
      if (!found)
        throw fail('WorkspaceNotFound', {
          workspace: workspace.name,
          resourceGroup: workspace.resourceGroup,
        });
      const id = found.properties?.containerRegistry;
      const registry = id ? await registries.get(id, registryShape) : undefined;
      return registry && { id: registry.id, server: registry.properties.loginServer };
    },

    async key(registry) {
      const { username, passwords } = await registries.post(
        `${registry}/listCredentials`,
        undefined,
        credentialsShape,
      );
      return { username, password: passwords[0]?.value ?? '' };
    },

    async exists(registry, image) {
      // Runs know manifests by digest, and tags only in what they show: the service narrows them down to the repository.
      const [repository = ''] = image.split(':', 1);
      const $filter = `Status eq 'Succeeded' and contains(OutputImageManifests, '${repository}@')`;
      const isOf = (one: OutputImage) => `${one.repository}:${one.tag}` === image;
      for await (const { properties } of tasks.list(`${registry}/runs`, runShape, { $filter }))
        if (properties.outputImages?.some(isOf) === true) return true;
      return false;
    },

    async uploadSource(registry, archive) {
      const { uploadUrl, relativePath } = await tasks.post(
        `${registry}/listBuildSourceUploadUrl`,
        undefined,
        sourceShape,
      );
      // The address is that of the blob itself: its folder and its name go apart.
      const url = new URL(uploadUrl);
      const name = basename(url.pathname);
      url.pathname = url.pathname.slice(0, -name.length - 1);
      await upload(url.toString(), [{ path: decodeURIComponent(name), absolutePath: archive }]);
      return relativePath;
    },

    async build(registry, request) {
      const image = requestShape.parse(request).imageNames.join(', ');
      const { properties } = await tasks.post(`${registry}/scheduleRun`, request, runShape);
      await followRun(options, `${registry}/runs/${properties.runId}`, image);
    },
  };
}
