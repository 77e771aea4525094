// Every system that a workspace's models may run in, so that "who uses this version" has one answer.
import type { ArmClient } from '../adapters/azure-ml/arm-client.ts';
import { createBatchModelUses } from '../adapters/azure-ml/batch-model-uses.ts';
import { createOnlineModelUses } from '../adapters/azure-ml/online-model-uses.ts';
import type { ModelUses } from '../ports/model-uses.ts';

export const createModelUses = (arm: ArmClient): readonly ModelUses[] => [
  createOnlineModelUses(arm),
  createBatchModelUses(arm),
];
