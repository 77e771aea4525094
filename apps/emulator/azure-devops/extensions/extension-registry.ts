// The extensions installed in the organization: installing one of the same publisher and id replaces it.
import { join } from 'node:path';
import type { ArtifactType } from './artifact-type.ts';
import type { EndpointType } from './endpoint-type.ts';
import { loadExtension, type Extension } from './extension.ts';
import { newestTask, type TaskDefinition } from './task-definition.ts';
import { unpackVsix } from './vsix.ts';

export class ExtensionRegistry {
  readonly #folder: string;
  readonly #installed = new Map<string, Extension>();

  /** `folder`: where extensions are unpacked. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Installs from the bytes of a .vsix; nothing changes when they cannot be loaded. */
  async install(vsix: Buffer): Promise<Extension> {
    const extension = await loadExtension(await unpackVsix(vsix, join(this.#folder)));
    const key = `${extension.publisher}.${extension.id}`.toLowerCase();
    const taken = [...this.#installed]
      .filter(([other]) => other !== key)
      .flatMap(([, other]) => other.artifactTypes)
      .find((type) => extension.artifactTypes.some(({ name }) => name === type.name));
    if (taken) throw new Error(`The artifact type "${taken.name}" is already there from another extension.`);
    this.#installed.set(key, extension);
    return extension;
  }

  extensions(): readonly Extension[] {
    return [...this.#installed.values()];
  }

  artifactTypes(): readonly ArtifactType[] {
    return this.extensions().flatMap(({ artifactTypes }) => artifactTypes);
  }

  artifactType(name: string): ArtifactType | undefined {
    return this.artifactTypes().find((type) => type.name.toLowerCase() === name.toLowerCase());
  }

  endpointType(name: string): EndpointType | undefined {
    return this.extensions()
      .flatMap(({ endpointTypes }) => endpointTypes)
      .find((type) => type.name.toLowerCase() === name.toLowerCase());
  }

  tasks(): readonly TaskDefinition[] {
    return this.extensions().flatMap(({ tasks }) => tasks);
  }

  task(taskId: string, specification: string): TaskDefinition | undefined {
    return newestTask(this.tasks(), taskId, specification);
  }
}
