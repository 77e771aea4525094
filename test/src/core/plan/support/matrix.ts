// One cell of the matrix of keys and targets: the plan for a file that sets the key.
import type { Target } from '../../../../../src/core/config/target.ts';
import type { KeyRow } from '../../../../../src/core/plan/keys/key-row.ts';
import { rolloutOf } from '../../../../../src/core/plan/targets/online.ts';
import type { RolloutSettings } from '../../../../../src/core/rollout/settings.ts';
import type { Plan } from '../../../../../src/core/plan/plan.ts';
import { companions, withKey } from './companions.ts';
import { inferenceFile, nothingThere, planInput, planOf, smallest } from './plan-input.ts';

/** The plan for the smallest file of a target with one key set. */
export function planWith(row: KeyRow, target: Target, value: unknown): Plan {
  const file = withKey(companions(row, target), row.key, value);
  // Only where something serves already do a percentage, a default and a roll-out change anything.
  const isTraffic = /^(?:isDefault|trafficPercentile|rollout\..*)$/.test(row.key);
  const endpoint = { name: 'fraud', authMode: 'Key', provisioningState: 'Succeeded', traffic: { old: 60 } };
  const now = isTraffic ? { ...nothingThere, endpoint, defaultDeployment: 'old' } : nothingThere;
  return row.file === 'inference'
    ? planOf({ inference: file, deployment: smallest[target] }, now)
    : planOf({ deployment: file, inference: inferenceFile }, now);
}

/** What the plan's steps are judged and tested by, which stands beside the plan. */
export function judgedBy(row: KeyRow, target: Target, value: unknown): RolloutSettings | undefined {
  if (!row.key.startsWith('rollout.')) return undefined;
  return rolloutOf(planInput({ deployment: withKey(companions(row, target), row.key, value) }));
}

/** Where the sample is what the target does anyway, another value shows that the key is obeyed. */
const samples: Readonly<Record<string, Partial<Record<Target, unknown>>>> = {
  isDefault: { batch: false },
  authMode: { aci: 'key' },
};

export const sampleOf = (row: KeyRow, target: Target): unknown => samples[row.key]?.[target] ?? row.sample;
