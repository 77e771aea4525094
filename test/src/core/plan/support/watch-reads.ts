// Watches what this process reads from the disk, whoever reads it: nothing outside a project folder may be opened.
import { realpathSync } from 'node:fs';
import disk from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { resolve, sep } from 'node:path';

/** Everything through which content gets into the process. */
const readers = ['open', 'readFile', 'readdir'] as const;

export interface WatchedReads {
  /** Reads below the folder since the watch began. */
  inside(): number;
  /** Where a link leads counts, not what it is called. */
  readonly outside: readonly string[];
  stop(): void;
}

function placeOf(path: unknown): string {
  const named = resolve(String(path));
  try {
    return realpathSync(named);
  } catch {
    return named;
  }
}

export function watchReads(folder: string): WatchedReads {
  const root = realpathSync(folder);
  const outside: string[] = [];
  let inside = 0;
  const originals = readers.map((name) => [name, disk[name]] as const);
  for (const [name, original] of originals)
    Reflect.set(disk, name, (path: unknown, ...rest: readonly unknown[]) => {
      const place = placeOf(path);
      if (place === root || place.startsWith(root + sep)) inside += 1;
      else outside.push(place);
      return Reflect.apply(original, disk, [path, ...rest]) as unknown;
    });
  // Modules that imported the functions by name see the watched ones from here on.
  syncBuiltinESMExports();
  return {
    inside: () => inside,
    outside,
    stop() {
      for (const [name, original] of originals) Reflect.set(disk, name, original);
      syncBuiltinESMExports();
    },
  };
}
