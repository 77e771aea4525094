// Every system that a workspace's models may run in, so that "who uses this version" has one answer.
import { createArmClient, type ArmClient, type ArmClientOptions } from '../adapters/azure-ml/arm-client.ts';
import { createBatchModelUses } from '../adapters/azure-ml/batch-model-uses.ts';
import { createOnlineModelUses } from '../adapters/azure-ml/online-model-uses.ts';
import { createGroupModelUses } from '../adapters/container-instance/group-model-uses.ts';
import { containerInstance } from '../core/plan/api-versions.ts';
import type { ModelUses } from '../ports/model-uses.ts';

export const createModelUses = (arm: ArmClient, options: ArmClientOptions): readonly ModelUses[] => [
  createOnlineModelUses(arm),
  createBatchModelUses(arm),
  createGroupModelUses(createArmClient({ ...options, apiVersion: containerInstance })),
];
