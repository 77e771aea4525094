// Ports whose n-th call goes wrong, in every way in which a call can.
import { fail } from '../../../../../src/core/errors/catalogue.ts';
import { died } from '../../../../support/fake-azure-ml.ts';

export const faults = [
  'fail',
  'cut before',
  'cut after',
  'repeat',
  'kill before',
  'kill after',
  'outage',
] as const;
export type Fault = (typeof faults)[number];

/** @param at which call goes wrong, from 1; 0 for none */
export interface Trouble {
  readonly at: number;
  readonly fault: Fault;
}

export interface FaultyPorts {
  /** Calls so far, by name, in order. */
  readonly calls: readonly string[];
  /** The port, with every call counted. */
  around<T extends object>(name: string, port: T): T;
}

type Call = (...args: readonly unknown[]) => Promise<unknown>;

const unreachable = (name: string) =>
  name.startsWith('scoring')
    ? fail('SmokeTestNotReachable', { deployment: 'any', uri: 'https://fraud/score', reason: 'cut' })
    : fail('AzureNotReachable', { url: 'https://azure', reason: 'cut' });

/** @param onCall is told of every call, before it */
export function createFaultyPorts(
  troubles: readonly Trouble[],
  onCall: () => void = () => undefined,
): FaultyPorts {
  const calls: string[] = [];
  let isDead = false;
  let isCutOff = false;

  async function meet(fault: Fault, name: string, call: () => Promise<unknown>): Promise<unknown> {
    switch (fault) {
      case 'fail':
        throw fail('AzureFailed', { resource: name, status: 500, reason: 'a fault' });
      case 'cut before':
        throw unreachable(name);
      case 'cut after':
        await call();
        throw unreachable(name);
      case 'repeat':
        await call().catch(() => undefined);
        return call();
      case 'kill before':
        isDead = true;
        throw died;
      case 'kill after':
        await call().catch(() => undefined);
        isDead = true;
        throw died;
      case 'outage':
        isCutOff = true;
        throw unreachable(name);
    }
  }

  const faulty =
    (name: string, call: Call): Call =>
    (...args) => {
      if (isDead) return Promise.reject(died);
      onCall();
      calls.push(name);
      if (isCutOff) return Promise.reject(unreachable(name));
      const trouble = troubles.find(({ at }) => at === calls.length);
      return trouble ? meet(trouble.fault, name, () => call(...args)) : call(...args);
    };

  return {
    calls,
    around: (name, port) =>
      new Proxy(port, {
        get(target, key) {
          const found: unknown = Reflect.get(target, key);
          if (typeof found !== 'function') return found;
          return faulty(`${name}.${String(key)}`, (found as Call).bind(target));
        },
      }),
  };
}
