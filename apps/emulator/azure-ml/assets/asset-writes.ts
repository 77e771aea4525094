// When an asset that is written or deleted is so: at once in a workspace, at the end of an operation in a registry.
import type { Answer, OperationCall } from '../../arm/operation.ts';
import type { OperationTracker } from '../long-running.ts';

export interface AssetWrites {
  /** @param preview what a client is shown of something that is not there yet */
  readonly create: (call: OperationCall, commit: () => unknown, preview: () => unknown) => Answer;
  readonly remove: (call: OperationCall, commit: () => void) => Answer;
}

export const writeAtOnce: AssetWrites = {
  create: (_call, commit) => ({ status: 201, body: commit() }),
  remove: (_call, commit) => {
    commit();
    return { status: 200 };
  },
};

/** As a registry does: what is new is not listed before the operation has succeeded. */
export function writeByOperation(tracker: OperationTracker): AssetWrites {
  const start = (commit: () => unknown) =>
    tracker.start({
      prefix: 'arsidp',
      work: () => {
        commit();
        return Promise.resolve();
      },
    });
  return {
    create: (call, commit, preview) => ({
      status: 201,
      headers: tracker.statusHeaders(call.origin, start(commit)),
      body: preview(),
    }),
    remove: (call, commit) => ({
      status: 202,
      headers: tracker.locationHeaders(call.origin, start(commit)),
    }),
  };
}
