// A container registry in memory: builds what is uploaded first, and knows images by repository and tag.
import { fail } from '../../src/core/errors/catalogue.ts';
import type { Workspace } from '../../src/core/workspace.ts';
import type { ImageBuilds } from '../../src/ports/image-builds.ts';

interface BuildRequest {
  readonly imageNames: readonly string[];
  readonly sourceLocation: string;
}

export class FakeImageBuilds implements ImageBuilds {
  /** `repository:tag`. */
  readonly images = new Set<string>();
  readonly server = 'example.azurecr.io';
  readonly password = 'password-of-the-registry';
  /** Why the next builds fail; absent: they do not. */
  failure: string | undefined;
  /** Called for each image that was built. */
  built: (image: string) => void = () => undefined;
  readonly #sources = new Set<string>();
  readonly #id: string;

  constructor({ subscriptionId, resourceGroup }: Workspace) {
    this.#id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerRegistry/registries/example`;
  }

  registryOf() {
    return Promise.resolve({ id: this.#id, server: this.server });
  }

  #check(registry: string): void {
    if (registry !== this.#id) throw fail('AzureResourceNotFound', { resource: registry });
  }

  async key(registry: string) {
    await Promise.resolve();
    this.#check(registry);
    return { username: 'example', password: this.password };
  }

  async exists(registry: string, image: string) {
    await Promise.resolve();
    this.#check(registry);
    return this.images.has(image);
  }

  async uploadSource(registry: string, archive: string) {
    await Promise.resolve();
    this.#check(registry);
    const relativePath = `source/${this.#sources.size + 1}${archive.slice(archive.lastIndexOf('/'))}`;
    this.#sources.add(relativePath);
    return relativePath;
  }

  async build(registry: string, request: object) {
    await Promise.resolve();
    this.#check(registry);
    const { imageNames, sourceLocation } = request as BuildRequest;
    const image = imageNames.join(', ');
    const isUploaded = this.#sources.has(sourceLocation);
    const reason = this.failure ?? (isUploaded ? undefined : `there is no source at '${sourceLocation}'`);
    if (reason !== undefined) throw fail('ImageBuildFailed', { image, reason, log: reason });
    for (const name of imageNames) {
      this.images.add(name);
      this.built(name);
    }
  }
}
