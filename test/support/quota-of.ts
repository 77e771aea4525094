// The budget of an organization under a test's clock.
import { createQuotaGate } from '../../artifact-source/quota-gate.ts';
import { organizationRule } from '../../src/core/pace/quota.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Quota } from '../../src/ports/quota.ts';

export const quotaOf = (clock: Clock): Quota => createQuotaGate(organizationRule, clock, () => 0);
