// Writing model versions of a workspace.
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import { given } from '../../core/given.ts';
import type { ModelChange } from '../../core/model/registration.ts';
import { sourceInWords } from '../../core/model/source.ts';
import { type Workspace, workspacePath } from '../../core/workspace.ts';
import type { ModelRegistrations } from '../../ports/model-registrations.ts';
import type { ArmClient } from './arm/client.ts';
import { modelVersion } from './model-shapes.ts';

const containerShape = z.object({ properties: z.object({ nextVersion: z.string().nullish() }) });

const textMap = z
  .record(z.string(), z.string().nullable())
  .nullish()
  .transform((map) => map ?? {});

/** Everything that the service knows of a version, so that nothing is lost when it is written back. */
const wholeVersion = z.object({ properties: z.looseObject({ tags: textMap, properties: textMap }) });

const pathOf = (workspace: Workspace, model: string): string =>
  `${workspacePath(workspace)}/models/${encodeURIComponent(model)}`;

const versionPath = (workspace: Workspace, model: string, version: string): string =>
  `${pathOf(workspace, model)}/versions/${encodeURIComponent(version)}`;

export function createModelRegistrations(arm: ArmClient): ModelRegistrations {
  const put: ModelRegistrations['put'] = async (workspace, model, version, body) => {
    try {
      return await arm.put(versionPath(workspace, model, version), body, modelVersion(model));
    } catch (error) {
      throw isTaken(error) ? fail('ModelVersionTaken', { model, version }, error) : error;
    }
  };
  return {
    async nextVersion(workspace, model) {
      const container = await arm.get(pathOf(workspace, model), containerShape);
      return container?.properties.nextVersion ?? '1';
    },

    create: (workspace, model, version, { uri, type, ...more }) =>
      put(workspace, model, version, { properties: { modelUri: uri, modelType: type, ...more } }),

    put,

    async change(workspace, model, version, change) {
      const path = versionPath(workspace, model, version);
      const found = await arm.get(path, wholeVersion);
      if (found === undefined)
        throw fail('ModelVersionNotFound', { model, version, source: sourceInWords(workspace) });
      // The service says how far it is; it is not told.
      const { properties } = found;
      const fixed = fixedProperty(properties.properties, change);
      if (fixed !== undefined) throw fail('ModelPropertyFixed', { model, version, property: fixed });
      const tags = Object.entries({ ...properties.tags, ...change.addTags }).filter(
        ([name]) => !(change.removeTags ?? []).includes(name),
      );
      const changed = {
        ...properties,
        provisioningState: undefined,
        ...given({ description: change.description }),
        tags: Object.fromEntries(tags),
        properties: { ...properties.properties, ...change.addProperties },
      };
      return await arm.put(path, { properties: changed }, modelVersion(model));
    },

    delete: (workspace, model, version) => arm.delete(versionPath(workspace, model, version)),
  };
}

/** The service answers 409, or, if the other one's bytes are elsewhere, that an address never changes. */
const isTaken = (error: unknown): boolean =>
  isExtensionError(error) &&
  (error.code === 'AzureConflict' ||
    (error.code === 'AzureRejected' && /asset paths? cannot be updated/i.test(error.message)));

const fixedProperty = (
  there: Readonly<Record<string, string | null>>,
  { addProperties = {} }: ModelChange,
): string | undefined =>
  Object.entries(addProperties).find(([name, value]) => (there[name] ?? value) !== value)?.[0];
