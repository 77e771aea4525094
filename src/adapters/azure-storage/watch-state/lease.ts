// The lease of a blob, and the number of the term that its metadata keeps.
import type { BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import { codeOf, stateFailure, statusOf } from './failure.ts';
import type { StateAccount } from './state-account.ts';

/** In seconds, the shortest that the service gives: the longest that others wait for a watcher that was killed. */
export const leaseSeconds = 15;

export interface Lease {
  /** @returns true if this watcher has it now; false while another one does */
  acquire(): Promise<boolean>;
  /** @returns false if the lease is another's by now, or nobody's */
  renew(signal: AbortSignal): Promise<boolean>;
  /** Counts up: the new number is greater than every one that was given before. */
  nextEpoch(now: Date): Promise<number>;
  release(): Promise<void>;
}

/** @param id of this watcher, a GUID: who asks twice because an answer was lost gets the lease that he has */
export function blobLease({ leader: blob, container }: StateAccount, id: string): Lease {
  const lease = blob.getBlobLeaseClient(id);

  const acquire = async (): Promise<boolean> => {
    try {
      await lease.acquireLease(leaseSeconds);
      return true;
    } catch (error) {
      if (statusOf(error) === 409) return false;
      throw error;
    }
  };

  return {
    acquire: () =>
      guarded(blob, () =>
        acquire().catch(async (error: unknown) => {
          if (statusOf(error) !== 404) throw error;
          await make(blob, container, codeOf(error));
          return acquire();
        }),
      ),

    renew: (abortSignal) =>
      guarded(blob, async () => {
        try {
          await lease.renewLease({ abortSignal });
          return true;
        } catch (error) {
          // 404: somebody deleted the blob. 409, 412: the lease ran out and was taken.
          if ([404, 409, 412].includes(statusOf(error) ?? 0)) return false;
          throw error;
        }
      }),

    // The metadata is written under the lease, so no two terms get one number. The clock makes the number grow even
    // after the blob was deleted.
    nextEpoch: (now) =>
      guarded(blob, async () => {
        const { metadata } = await blob.getProperties();
        const epoch = Math.max(Number(metadata?.['epoch'] ?? '0') + 1, now.getTime());
        await blob.setMetadata({ epoch: String(epoch) }, { conditions: { leaseId: id } });
        return epoch;
      }),

    release: () =>
      guarded(blob, async () => {
        await lease.releaseLease();
      }),
  };
}

/** Makes the blob, and the container if that is missing too. Another watcher may be doing the same. */
async function make(
  blob: BlockBlobClient,
  container: ContainerClient,
  code: string | undefined,
): Promise<void> {
  if (code === 'ContainerNotFound') await container.createIfNotExists();
  try {
    await blob.upload('', 0, { conditions: { ifNoneMatch: '*' } });
  } catch (error) {
    if (![409, 412].includes(statusOf(error) ?? 0)) throw error;
  }
}

async function guarded<T>(blob: BlockBlobClient, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw stateFailure(error, blob.url);
  }
}
