// Pulls the images of a group: from the stack's registry with its keys, or programs that the stack interprets itself.
import type { ImageStore } from '../container-registry/image-store.ts';
import { groupErrors } from './group-error.ts';
import type { GroupRequest } from './group-schemas.ts';
import type { PulledContainer } from './pod.ts';

/** Images of a public registry that need no key. */
const isPublicNginx = (image: string): boolean =>
  /^(mcr\.microsoft\.com\/.*|docker\.io\/(library\/)?)?nginx(:[\w.-]+)?$/.test(image);

/**
 * The containers with their images.
 *
 * @throws ArmError 400 InaccessibleImage for an image that is not there or may not be pulled; 501 for one of another registry
 */
export function pullImages(
  group: string,
  { properties }: GroupRequest,
  images: ImageStore,
): readonly PulledContainer[] {
  return properties.containers.map((request) => {
    const { image } = request.properties;
    if (isPublicNginx(image)) return { request, image: undefined };
    const server = image.split('/', 1)[0] ?? '';
    if (server.toLowerCase() !== images.server)
      throw groupErrors.notEmulated(`The image '${image}' of another registry`);
    const credential = properties.imageRegistryCredentials?.find((known) => known.server === server);
    const pulled = images.pull(image, credential?.username, credential?.password);
    if (pulled.kind === 'refused') throw groupErrors.inaccessibleImage(image, group);
    return { request, image: pulled.image };
  });
}
