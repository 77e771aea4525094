// Azure DevOps' hooks in memory: every call is remembered and answered as the test says.
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { HookAnswer, HookCall, ReleaseHook } from '../../../src/ports/relay.ts';

export interface MemoryHook extends ReleaseHook {
  readonly calls: HookCall[];
  /** How many calls were given up by their caller. */
  abandoned: number;
  /** Decides about each call, from 1; 'hang' never answers, 'break' is no answer. */
  answer: (count: number) => HookAnswer | 'hang' | 'break';
}

export function createMemoryHook(): MemoryHook {
  const hook: MemoryHook = {
    calls: [],
    abandoned: 0,
    answer: () => ({ status: 200 }),
    async post(call, signal) {
      hook.calls.push(call);
      await Promise.resolve();
      const answer = hook.answer(hook.calls.length);
      if (typeof answer === 'object') return answer;
      const broken = () => fail('HookNotReachable', { host: new URL(call.url).host, reason: 'ECONNRESET' });
      if (answer === 'break') throw broken();
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          hook.abandoned += 1;
          reject(broken());
        });
      });
    },
  };
  return hook;
}
