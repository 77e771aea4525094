// Holds the given keys of both files against the table of keys and targets: refuses, warns, or lets the compiler take them.
import type { DeploymentConfig } from '../config/deployment-config.ts';
import type { InferenceConfig } from '../config/inference-config.ts';
import { keyNotSupported, type Origin } from '../config/origin.ts';
import type { Target } from '../config/target.ts';
import { keyTable } from './keys/key-table.ts';
import { rolloutKeys } from './keys/rollout-keys.ts';
import type { GivenValues, KeyRow, Treatment } from './keys/key-row.ts';

export type Settled = Exclude<Treatment, { kind: 'depends' }>;

/** Follows the conditions of a treatment. */
export function settle(treatment: Treatment, value: unknown, all: GivenValues): Settled {
  if (treatment.kind !== 'depends') return treatment;
  return settle(treatment.test(value, all) ? treatment.then : treatment.otherwise, value, all);
}

/** A value that asks for nothing needs no treatment: v1's tools wrote every default into the file. */
export function asksForNothing(value: unknown, idle: readonly unknown[]): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (idle.includes(value)) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

const valuesOf = ({ keys }: Origin): GivenValues =>
  Object.fromEntries(Object.entries(keys).map(([key, { value }]) => [key, value]));

function treat(row: KeyRow, target: Target, origin: Origin, all: GivenValues): string[] {
  const asked = origin.keys[row.key];
  if (asked === undefined) return [];
  if (asksForNothing(asked.value, row.idle)) return [];
  const treatment = settle(row.by[target], asked.value, all);
  if (treatment.kind === 'refused') throw keyNotSupported(origin, row.key, treatment);
  const place = `'${origin.file}' (${asked.place}) gives '${row.key}'`;
  if (treatment.kind === 'taken')
    return treatment.caution === undefined ? [] : [`${place}: ${treatment.caution}.`];
  const { reason, instead } = treatment;
  return [`${place}, which has no effect: ${reason}. ${instead}`];
}

/**
 * The same for words that stand in no deployment config: of a roll-out beside files that have no place for it.
 *
 * @returns the warnings
 * @throws ConfigurationNotSupported for the first word that the target can not carry out
 */
export function treatRollout(origin: Origin, target: Target): readonly string[] {
  const all = valuesOf(origin);
  return rolloutKeys.flatMap((row) => treat(row, target, origin, all));
}

/**
 * @returns the warnings, in the order of the table
 * @throws ConfigurationNotSupported for the first key that the target can not carry out
 */
export function treatKeys(
  inference: InferenceConfig | undefined,
  deployment: DeploymentConfig,
): readonly string[] {
  const origins = { inference: inference?.origin, deployment: deployment.origin };
  const values = Object.fromEntries(
    Object.entries(origins).map(([file, origin]) => [file, origin ? valuesOf(origin) : {}]),
  );
  return keyTable.flatMap((row) => {
    const origin = origins[row.file];
    return origin ? treat(row, deployment.target, origin, values[row.file] ?? {}) : [];
  });
}
