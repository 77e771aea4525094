// Every distinct request that the matrix of keys and targets, and the files of `az ml` v2, lead to.
import { targets } from '../../../../../src/core/config/target.ts';
import { isExtensionError } from '../../../../../src/core/errors/extension-error.ts';
import { keyTable } from '../../../../../src/core/plan/keys/key-table.ts';
import type { PlannedRequest } from '../../../../../src/core/plan/plan.ts';
import { planWith, sampleOf } from './matrix.ts';
import { yamlPlans } from './yaml-files.ts';

export function plannedRequests(): readonly PlannedRequest[] {
  const found = new Map<string, PlannedRequest>();
  for (const row of keyTable)
    for (const target of targets)
      try {
        for (const { request } of planWith(row, target, sampleOf(row, target)).steps)
          found.set(JSON.stringify(request), request);
      } catch (error) {
        if (!isExtensionError(error)) throw error;
      }
  for (const { request } of yamlPlans().flatMap(({ steps }) => steps))
    found.set(JSON.stringify(request), request);
  return [...found.values()];
}
