// What the relay forwarded, in memory: what is written survives whoever wrote it.
import type { ForwardedVersions, Forwarding } from '../../../src/ports/forwarded-versions.ts';

export function createMemoryForwarded(): ForwardedVersions {
  const forwardings = new Map<string, Forwarding>();
  return {
    find: (key) => Promise.resolve(forwardings.get(key)),
    begin(key, at) {
      forwardings.set(key, { state: 'begun', at });
      return Promise.resolve();
    },
    finish(key) {
      const found = forwardings.get(key);
      if (found !== undefined) forwardings.set(key, { ...found, state: 'done' });
      return Promise.resolve();
    },
    forget(key) {
      forwardings.delete(key);
      return Promise.resolve();
    },
  };
}
