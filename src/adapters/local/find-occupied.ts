// Whether a download would write over something.
import { lstat } from 'node:fs/promises';

/** The first of these paths where something is already; a path that can not be looked at is found out when it is written. */
export async function findOccupied(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths)
    if (
      await lstat(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  return undefined;
}
