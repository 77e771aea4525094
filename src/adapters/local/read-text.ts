// Text files that a user names: a configuration, a certificate.
import { readFileSync } from 'node:fs';
import { fail } from '../../core/errors/catalogue.ts';

/** @throws FileNotFound or FileUnreadable, naming the file as `what` */
export function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw fail('FileNotFound', { what, path }, error);
    }
    const reason = error instanceof Error ? error.message : 'unknown';
    throw fail('FileUnreadable', { what, path, reason }, error);
  }
}
