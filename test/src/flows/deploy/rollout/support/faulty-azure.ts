// A workspace whose n-th call goes wrong, in every way in which a call can.
import { fail } from '../../../../../../src/core/errors/catalogue.ts';
import { died, type FakeAzureMl } from '../../../../../support/fake-azure-ml.ts';

export const faults = ['fail', 'cut before', 'cut after', 'repeat', 'kill before', 'kill after'] as const;
export type Fault = (typeof faults)[number];

export interface FaultyAzure {
  readonly azure: FakeAzureMl;
  /** Calls so far, by name, in order. */
  readonly calls: readonly string[];
}

/** What the service is asked while a version is rolled out. */
const parts = ['endpoints', 'deployments', 'scoring', 'environments', 'code'] as const;

type Call = (...args: readonly unknown[]) => Promise<unknown>;

const unreachable = (name: string) =>
  name.startsWith('scoring')
    ? fail('SmokeTestNotReachable', { deployment: 'any', uri: 'https://fraud/score', reason: 'cut' })
    : fail('AzureNotReachable', { url: 'https://azure', reason: 'cut' });

/**
 * @param at which call goes wrong, from 1; 0 for none
 * @param onCall is told of every call, before it
 */
export function createFaultyAzure(
  inner: FakeAzureMl,
  at: number,
  fault: Fault,
  onCall: () => void = () => undefined,
): FaultyAzure {
  const calls: string[] = [];
  let isDead = false;

  const faulty =
    (name: string, call: Call): Call =>
    async (...args) => {
      if (isDead) throw died;
      onCall();
      calls.push(name);
      if (calls.length !== at) return call(...args);
      switch (fault) {
        case 'fail':
          throw fail('AzureFailed', { resource: name, status: 500, reason: 'a fault' });
        case 'cut before':
          throw unreachable(name);
        case 'cut after':
          await call(...args);
          throw unreachable(name);
        case 'repeat':
          await call(...args).catch(() => undefined);
          return call(...args);
        case 'kill before':
          isDead = true;
          throw died;
        case 'kill after':
          await call(...args).catch(() => undefined);
          isDead = true;
          throw died;
      }
    };

  const wrap = (part: (typeof parts)[number]) =>
    Object.fromEntries(
      Object.entries(inner[part]).map(([name, call]) => [name, faulty(`${part}.${name}`, call as Call)]),
    );
  const wrapped = Object.fromEntries(parts.map((part) => [part, wrap(part)]));
  return { calls, azure: { ...inner, ...(wrapped as unknown as Pick<FakeAzureMl, (typeof parts)[number]>) } };
}
