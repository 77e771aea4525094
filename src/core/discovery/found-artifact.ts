// An AzureML Model artifact of a release definition, and the watch that its inputs describe.
import type { ReleaseTarget } from '../firing/target.ts';
import { given } from '../given.ts';
import type { ModelSource } from '../model/source.ts';
import { parseTagFilter } from '../relay/tag-filter.ts';
import type { Expression } from '../watch-rules/expression.ts';
import { type Watch, usualStormLimit } from '../watch/watch.ts';

export interface FoundArtifact {
  /** As the project is named, not its id. */
  readonly project: string;
  readonly definitionId: number;
  readonly definition: string;
  readonly alias: string;
  /** Input id -> value. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Whether the artifact's own trigger is enabled. */
  readonly isTriggered: boolean;
}

/** What a service connection says about the place that it leads to. */
export interface ConnectionFacts {
  readonly name: string;
  /** Of Azure Resource Manager. */
  readonly url: string;
  readonly subscriptionId?: string;
  readonly resourceGroup?: string;
  readonly workspace?: string;
}

export type FoundWatch = Watch & { readonly target: ReleaseTarget };

export type Judgement =
  | { readonly kind: 'watch'; readonly watch: FoundWatch }
  /** *Watch for new versions* is off. */
  | { readonly kind: 'off' }
  | { readonly kind: 'unusable'; readonly reason: string };

/** The type name of our artifact, as definitions store it. */
export const artifactType = 'AzureMLModelRelease';

/** Whether the watcher is to watch for the artifact at all. */
export function isWatched({ inputs }: FoundArtifact): boolean {
  return (inputs['watch'] ?? 'off') !== 'off';
}

/**
 * @param connection that the artifact names; absent if it is not there or not visible
 * @param armUrl of Azure Resource Manager, where the watcher itself signs in
 */
export function judgeArtifact(
  artifact: FoundArtifact,
  connection: ConnectionFacts | undefined,
  armUrl: string,
): Judgement {
  if (!isWatched(artifact)) return { kind: 'off' };
  const { inputs, isTriggered } = artifact;
  const unusable = (reason: string): Judgement => ({ kind: 'unusable', reason });
  const mode = inputs['watch'];
  if (mode !== 'latest' && mode !== 'every') {
    return unusable(`its input 'Watch for new versions' has the unknown value '${mode ?? ''}'`);
  }
  if (isTriggered) {
    return unusable(
      'the trigger of its artifact is enabled as well, so each version would be released twice',
    );
  }
  if (connection === undefined) {
    return unusable(`its service connection is not there, or the token's user may not see it`);
  }
  if (!isSameHost(connection.url, armUrl)) {
    return unusable(
      `its service connection '${connection.name}' leads to ${connection.url}, but the watcher signs in to ${armUrl}`,
    );
  }
  const source = sourceOf(inputs, connection);
  if (typeof source === 'string') return unusable(source);
  const model = inputs['definition'] ?? '';
  if (model === '') return unusable('it names no model');
  const tags = parseTagFilter(inputs['tags'] ?? '');
  if (tags === undefined) return unusable(`its tag filter '${inputs['tags'] ?? ''}' cannot be read`);
  const when = tags.map(asExpression).reduce<Expression | undefined>(both, undefined);
  return {
    kind: 'watch',
    watch: {
      name: watchName(artifact),
      source,
      model,
      mode,
      stormLimit: usualStormLimit,
      target: {
        kind: 'release',
        project: artifact.project,
        definition: artifact.definitionId,
        artifact: artifact.alias,
      },
      ...given({ rules: when === undefined ? undefined : { when } }),
    },
  };
}

/** Stable: a definition that is renamed keeps its id, and its watch goes on. */
export function watchName({ project, definitionId, alias }: FoundArtifact): string {
  return `${project}/${definitionId}/${alias}`;
}

/** @returns a text that says what is missing, or the source */
function sourceOf(inputs: FoundArtifact['inputs'], connection: ConnectionFacts): ModelSource | string {
  const value = (input: string): string | undefined => inputs[input]?.trim() || undefined;
  const subscriptionId = value('subscription') ?? connection.subscriptionId;
  if (subscriptionId === undefined) {
    return `its service connection '${connection.name}' has no subscription: a management group is no place of a model`;
  }
  const resourceGroup = value('resourceGroup') ?? connection.resourceGroup;
  if (resourceGroup === undefined) return 'it names no resource group';
  if (value('sourceType') === 'registry') {
    const name = value('registry');
    return name === undefined
      ? 'it names no registry'
      : { kind: 'registry', subscriptionId, resourceGroup, name };
  }
  const name = value('workspace') ?? connection.workspace;
  return name === undefined ? 'it names no workspace' : { subscriptionId, resourceGroup, name };
}

function asExpression({ name: key, value }: { readonly name: string; readonly value?: string }): Expression {
  const name = { of: 'tags', key } as const;
  return value === undefined ? { kind: 'exists', name } : { kind: 'compare', name, operator: '==', value };
}

function both(left: Expression | undefined, right: Expression): Expression {
  return left === undefined ? right : { kind: 'and', left, right };
}

function isSameHost(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).host === new URL(other).host;
}
