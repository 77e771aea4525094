// What a target names is looked up once, and again after a call about it failed: it may have been replaced.

export type LookUp<T, D> = <R>(target: T, work: (found: D) => Promise<R>) => Promise<R>;

export function lookedUpOnce<T, D>(lookUp: (target: T) => Promise<D>): LookUp<T, D> {
  const known = new Map<string, D>();
  return async (target, work) => {
    const key = JSON.stringify(target);
    try {
      const found = known.get(key) ?? (await lookUp(target));
      known.set(key, found);
      return await work(found);
    } catch (error) {
      known.delete(key);
      throw error;
    }
  };
}
