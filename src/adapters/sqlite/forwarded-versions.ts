// What the relay forwarded, in the watcher's state file.
import * as z from 'zod';
import { forwardingMemory } from '../../core/relay/forwarding-decision.ts';
import type { ForwardedVersions } from '../../ports/forwarded-versions.ts';
import type { SqliteDatabase } from './database.ts';
import type { Run } from './guarded.ts';

const rowSchema = z
  .object({ state: z.enum(['begun', 'done']), at: z.string() })
  .transform(({ state, at }) => ({ state, at: new Date(at) }));

export function createForwardedVersions(database: SqliteDatabase, run: Run): ForwardedVersions {
  const read = database.prepare('SELECT state, at FROM forwarded_version WHERE key = ?');
  const write = database.prepare(
    "INSERT INTO forwarded_version (key, state, at) VALUES (?, 'begun', ?) " +
      "ON CONFLICT (key) DO UPDATE SET state = 'begun', at = excluded.at",
  );
  const close = database.prepare("UPDATE forwarded_version SET state = 'done' WHERE key = ?");
  const remove = database.prepare('DELETE FROM forwarded_version WHERE key = ?');
  const expire = database.prepare('DELETE FROM forwarded_version WHERE at < ?');
  const begin = database.transaction((key: string, at: Date) => {
    expire.run(new Date(at.getTime() - forwardingMemory).toISOString());
    write.run(key, at.toISOString());
  });
  return {
    find: (key) =>
      run(() => {
        const row = read.get(key);
        return row === undefined ? undefined : rowSchema.parse(row);
      }),
    begin: (key, at) =>
      run(() => {
        begin.immediate(key, at);
      }),
    finish: (key) =>
      run(() => {
        close.run(key);
      }),
    forget: (key) =>
      run(() => {
        remove.run(key);
      }),
  };
}
