// What is below each of several things that were listed, while somebody may be deleting them.
import { inParallel } from '../../../core/in-parallel.ts';
import { isGone } from './is-gone.ts';

/** Asked for at once: enough to hide the distance, few enough for the limits of a subscription. */
const atOnce = 6;

/** In the order of `parents`; one that was deleted meanwhile has nothing. */
export async function listNested<P, C>(
  parents: readonly P[],
  childrenOf: (parent: P) => AsyncIterable<C>,
): Promise<readonly C[]> {
  const found = new Map<P, C[]>();
  await inParallel(parents, atOnce, async (parent) => {
    const children: C[] = [];
    found.set(parent, children);
    try {
      for await (const child of childrenOf(parent)) children.push(child);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  });
  return parents.flatMap((parent) => found.get(parent) ?? []);
}
