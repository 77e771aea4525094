// A map that forgets: the entry that was not touched for longest makes room for a new one.

export interface BoundedMap<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  readonly size: number;
}

/** @param capacity how many entries it keeps at most, at least 1 */
export function createBoundedMap<V extends object | string | number | boolean>(
  capacity: number,
): BoundedMap<V> {
  const entries = new Map<string, V>();
  const touch = (key: string, value: V): void => {
    // A Map keeps the order of insertion: the first is the one touched longest ago.
    entries.delete(key);
    entries.set(key, value);
  };
  return {
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) touch(key, value);
      return value;
    },
    set(key, value) {
      touch(key, value);
      for (const oldest of entries.keys()) {
        if (entries.size <= capacity) return;
        entries.delete(oldest);
      }
    },
    get size() {
      return entries.size;
    },
  };
}
