// A test request that a target can not send: said, and never passed over in silence.
import type { Target } from '../config/target.ts';

/** @returns the sentence for the user; absent where the request is sent, or there is none */
export const unsentTest = (target: Target, testRequest: string | undefined): string | undefined =>
  target === 'iotedge' && testRequest !== undefined
    ? "The test request is not sent: a module answers on its devices only, which are not reached from here. The devices' own reports say whether it runs."
    : undefined;
