// The body that puts an earlier container group back. The service never shows secrets: they are taken from the plan.
import { contentTag } from '../../deploy/content-tag.ts';
import { secretsTag } from './container-group-tags.ts';

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly secureValue?: string;
}

interface Container {
  readonly name: string;
  readonly properties: { readonly environmentVariables?: readonly Variable[] };
}

interface Volume {
  readonly name: string;
  readonly secret?: object;
}

interface Group {
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: {
    readonly containers: readonly Container[];
    readonly volumes?: readonly Volume[];
    readonly imageRegistryCredentials?: readonly object[];
  };
}

export interface Restoration {
  readonly body: object;
  /** Whether every secret is the one that the group had: only then it is what its tags say. */
  readonly isWhole: boolean;
}

/** The service shows neither text of a secret variable. */
const isHidden = ({ value, secureValue }: Variable): boolean =>
  value === undefined && secureValue === undefined;

function filledContainer(container: Container, planned: Group): Container {
  const { environmentVariables, ...properties } = container.properties;
  if (environmentVariables === undefined) return container;
  const known =
    planned.properties.containers.find(({ name }) => name === container.name)?.properties
      .environmentVariables ?? [];
  // One that this run does not know is left out: the service refuses a variable without a text.
  const filled = environmentVariables.flatMap((variable) => {
    const found = isHidden(variable) ? known.find(({ name }) => name === variable.name) : variable;
    return found ? [found] : [];
  });
  return { ...container, properties: { ...properties, environmentVariables: filled } };
}

/**
 * @param earlier as the service shows it
 * @param planned the body that was to replace it, with its secrets
 * @returns absent when the earlier proxy's files are unknown here: without them it would not start, or let everybody in
 */
export function restoredGroup(earlier: object, planned: object): Restoration | undefined {
  const before = earlier as Group;
  const wanted = planned as Group;
  const { volumes = [], imageRegistryCredentials } = wanted.properties;
  const filled = (before.properties.volumes ?? []).map((volume) =>
    volume.secret === undefined ? volume : volumes.find(({ name }) => name === volume.name),
  );
  if (filled.includes(undefined)) return undefined;
  const isWhole = before.tags?.[secretsTag] === wanted.tags?.[secretsTag];
  // With other secrets it is not what its hash says: whoever deploys the earlier files again shall get their keys back.
  const { [contentTag]: content, ...tags } = before.tags ?? {};
  return {
    isWhole,
    body: {
      ...before,
      tags: { ...tags, ...(isWhole && content !== undefined && { [contentTag]: content }) },
      properties: {
        ...before.properties,
        containers: before.properties.containers.map((container) => filledContainer(container, wanted)),
        ...(before.properties.volumes && { volumes: filled }),
        ...(imageRegistryCredentials && { imageRegistryCredentials }),
      },
    },
  };
}
