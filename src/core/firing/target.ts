// What a watch can fire: a classic release, a run of a YAML pipeline, or whatever waits for an incoming webhook.
import type { FactName } from './facts.ts';

export interface ReleaseTarget {
  readonly kind: 'release';
  readonly project: string;
  /** The release definition, by name or by id. */
  readonly definition: string | number;
  /** The alias of the definition's artifact that gets the new version. */
  readonly artifact: string;
}

export interface PipelineTarget {
  readonly kind: 'pipeline';
  readonly project: string;
  /** The YAML pipeline, by name or by id. */
  readonly definition: string | number;
  /** The template parameter that keeps the firing's key: Azure DevOps shows it on every run. */
  readonly keyParameter: string;
  /** The alias of the build resource (`resources.builds`) that gets the new version. */
  readonly resource?: string;
  /** Template parameters, and what each of them is given. */
  readonly parameters?: Readonly<Record<string, FactName>>;
}

export interface WebhookTarget {
  readonly kind: 'webhook';
  /** The webhook name of the "Incoming WebHook" service connection. */
  readonly webhook: string;
  /** The header that the service connection reads the signature from. */
  readonly header: string;
  /** Names the environment variable with the secret of the service connection. */
  readonly secretFrom: string;
}

export type FiringTarget = ReleaseTarget | PipelineTarget | WebhookTarget;

/** Which place inside its definition a firing is for: two watches of one model may fire into one definition. */
export function targetSlot(target: FiringTarget): string {
  switch (target.kind) {
    case 'release':
      return target.artifact;
    case 'pipeline':
      return target.resource ?? target.keyParameter;
    case 'webhook':
      return target.webhook;
  }
}

/** What a target makes, as a person calls it. */
export const effectInWords: Readonly<Record<FiringTarget['kind'], string>> = {
  release: 'release',
  pipeline: 'run',
  webhook: 'call of webhook',
};

/** A target as a person names it. */
export function targetInWords(target: FiringTarget): string {
  switch (target.kind) {
    case 'release':
      return `the release definition '${target.definition}' of project '${target.project}'`;
    case 'pipeline':
      return `the pipeline '${target.definition}' of project '${target.project}'`;
    case 'webhook':
      return `the incoming webhook '${target.webhook}'`;
  }
}
