// The budgets of calls: one for each subscription and organization, shared by everything that calls it.
import { createQuotaGate } from './quota-gate.ts';
import { type QuotaRule, organizationRule, subscriptionRule } from '../src/core/pace/quota.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { Quota } from '../src/ports/quota.ts';

export type Service = 'azure-resource-manager' | 'azure-devops';

export interface Quotas {
  ofSubscription(subscriptionId: string): Quota;
  ofOrganization(url: string): Quota;
}

/** Told of each answer, and of none. */
export type CallObserver = (service: Service, status: number | 'none') => void;

/** @param random in [0, 1) */
export function createQuotas(clock: Clock, random: () => number, observe?: CallObserver): Quotas {
  const gates = new Map<string, Quota>();
  const gate = (service: Service, name: string, rule: QuotaRule): Quota => {
    const key = `${service} ${name.toLowerCase()}`;
    const known = gates.get(key);
    if (known !== undefined) return known;
    const inner = createQuotaGate(rule, clock, random);
    const made: Quota = {
      enter: () => inner.enter(),
      learn(answer) {
        observe?.(service, answer.status ?? 'none');
        inner.learn(answer);
      },
    };
    gates.set(key, made);
    return made;
  };
  return {
    ofSubscription: (id) => gate('azure-resource-manager', id, subscriptionRule),
    ofOrganization: (url) => gate('azure-devops', url, organizationRule),
  };
}
