// Pulls the images of a group: from the stack's registry with its keys, from another one where an engine can, and nginx, which
// the stack can interpret itself.
import type { ImageStore } from '../container-registry/image-store.ts';
import type { ContainerRuntime } from '../container-runtime/container-runtime.ts';
import { groupErrors } from './group-error.ts';
import type { GroupRequest } from './group-schemas.ts';
import type { PulledContainer } from './pod.ts';

export interface ImageSources {
  readonly images: ImageStore;
  readonly runtime: Pick<ContainerRuntime, 'kind' | 'pull'>;
}

/** Images of a public registry that need no key. */
const isPublicNginx = (image: string): boolean =>
  /^(mcr\.microsoft\.com\/.*|docker\.io\/(library\/)?)?nginx(:[\w.-]+)?$/.test(image);

type Container = GroupRequest['properties']['containers'][number];

async function pullOne(
  group: string,
  { request, properties }: { readonly request: Container; readonly properties: GroupRequest['properties'] },
  { images, runtime }: ImageSources,
): Promise<PulledContainer> {
  const name = request.properties.image;
  const server = name.split('/', 1)[0] ?? '';
  const credential = properties.imageRegistryCredentials?.find((known) => known.server === server);
  if (server.toLowerCase() !== images.server) {
    const image = await runtime.pull(name, credential);
    if (image !== undefined || isPublicNginx(name)) return { request, image };
    if (runtime.kind === 'docker') throw groupErrors.inaccessibleImage(name, group);
    throw groupErrors.notEmulated(`The image '${name}' of another registry`);
  }
  const pulled = images.pull(name, credential?.username, credential?.password);
  if (pulled.kind === 'refused') throw groupErrors.inaccessibleImage(name, group);
  return { request, image: pulled.image };
}

/**
 * The containers with their images.
 *
 * @throws ArmError 400 InaccessibleImage for an image that is not there or may not be pulled; 501 for one of another registry,
 *   where there is no engine
 */
export function pullImages(
  group: string,
  { properties }: GroupRequest,
  sources: ImageSources,
): Promise<readonly PulledContainer[]> {
  return Promise.all(
    properties.containers.map((request) => pullOne(group, { request, properties }, sources)),
  );
}
