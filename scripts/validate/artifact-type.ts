// The artifact type contribution as its rules see it.
import { isObject, objectsAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { contributionsOf } from './extension-package.ts';
import type { ExtensionPackage } from './extension-package.ts';
import type { Place } from './shape.ts';
import { below } from './shape.ts';

export interface ArtifactType {
  readonly properties: JsonObject;
  /** Of `properties`. */
  readonly place: Place;
  readonly inputs: readonly JsonObject[];
  readonly bindings: readonly JsonObject[];
}

/** The artifact types of the extension; one without properties is judged by the contribution rules. */
export const artifactTypesOf = (extension: ExtensionPackage): readonly ArtifactType[] =>
  contributionsOf(extension).flatMap(({ value, place }) => {
    const properties = value['properties'];
    if (textAt(value, 'type') !== 'ms.vss-releaseartifact.release-artifact-type' || !isObject(properties))
      return [];
    return [
      {
        properties,
        place: below(place, 'properties'),
        inputs: objectsAt(properties, 'inputDescriptors'),
        bindings: objectsAt(properties, 'dataSourceBindings'),
      },
    ];
  });

export const idsOf = (inputs: readonly JsonObject[]): readonly string[] =>
  inputs.flatMap((input) => textAt(input, 'id') ?? []);

/** The server compares targets ignoring case (public manifests write latestVersion and latestversion). */
export const bindingFor = (type: ArtifactType, target: string): JsonObject | undefined =>
  type.bindings.find((binding) => textAt(binding, 'target')?.toLowerCase() === target.toLowerCase());

/** Targets that are no inputs. The server asks them for something by their name. */
export const targets = {
  /** Answer with entries of Value and DisplayValue. */
  entries: ['versions', 'latestVersion', 'artifacts', 'artifactItems', 'listwebhook'],
  /** Answer with one address, made without a call. */
  links: ['artifactSourceDefinitionUrl', 'artifactSourceVersionUrl'],
  others: [
    'artifactDetails',
    'artifactItemContent',
    'artifactSize',
    'createwebhook',
    'deletewebhook',
    'linkwebhook',
    'unlinkwebhook',
  ],
} as const;

export const knownTargets: readonly string[] = [...targets.entries, ...targets.links, ...targets.others];

/** Targets whose entries are versions of the model. */
export const versionTargets = ['versions', 'latestVersion', 'defaultVersionSpecific'] as const;
