// Runs a migration of a release definition and reads what came of it.
import type { MigrationOptions } from '../../../../../src/core/migration/options.ts';
import { classicDefinition } from './classic.ts';
import { contextWith, migrate } from './context.ts';

export const place: MigrationOptions = { subscription: '1-1', resourceGroup: 'ml', workspace: 'prod' };
export const { artifactType } = contextWith();

export interface Definition {
  readonly artifacts: readonly {
    readonly [key: string]: unknown;
    readonly definitionReference: Record<string, { id: string; name: string }>;
  }[];
  readonly triggers: unknown;
  readonly environments: readonly {
    readonly deployPhases?: readonly {
      readonly workflowTasks: readonly {
        readonly [key: string]: unknown;
        readonly inputs: Record<string, unknown>;
      }[];
      readonly deploymentInput: unknown;
    }[];
  }[];
}

export const given = (
  artifacts: readonly unknown[],
  steps: readonly unknown[] = [],
  downloads: readonly unknown[] = [],
) => classicDefinition({ artifacts, steps, downloads, more: null });

export function run(definition: unknown, options: MigrationOptions = place) {
  const before = JSON.stringify(definition, undefined, 2);
  const { text, entries } = migrate(before, options, 'release.json');
  const after = JSON.parse(text) as Definition;
  const [artifact] = after.artifacts;
  const [step] = after.environments[0]?.deployPhases?.[0]?.workflowTasks ?? [];
  return { before, text, entries, after, artifact, step };
}
