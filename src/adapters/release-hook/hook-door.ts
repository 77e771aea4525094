// Asks a hook of Azure DevOps whether it is there, without setting anything going.
import * as z from 'zod';
import { given } from '../../core/given.ts';
import type { HookDoor } from '../../ports/event-hooks.ts';
import { reasonOf } from './broken-call.ts';

/** How long an answer is waited for, in milliseconds. */
const patience = 20_000;

const errorSchema = z.object({ message: z.string() });

export const hookDoor: HookDoor = {
  async knock(url) {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
        redirect: 'manual',
        signal: AbortSignal.timeout(patience),
      });
      const read = errorSchema.safeParse(await answer.json().catch(() => undefined));
      return { status: answer.status, ...given({ message: read.data?.message }) };
    } catch (error) {
      return { problem: `Azure DevOps did not answer: ${reasonOf(error)}` };
    }
  },
};
