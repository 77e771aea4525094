// Paths as files write them, resolved without a file system. Always with '/'.
import * as posix from 'node:path/posix';

export const slashes = (path: string): string => path.replaceAll('\\', '/');

// Windows agents give drive letters; posix.isAbsolute does not know them.
export const isAbsolutePath = (path: string): boolean => posix.isAbsolute(path) || /^[A-Za-z]:\//.test(path);

/** `path` as seen from the folder `base`. */
export const resolvePath = (base: string, path: string): string =>
  posix.normalize(isAbsolutePath(slashes(path)) ? slashes(path) : posix.join(slashes(base), slashes(path)));

/** The folder that a file lies in. */
export const folderOf = (file: string): string => posix.dirname(slashes(file));
