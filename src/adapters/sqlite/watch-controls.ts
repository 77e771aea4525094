// What was ordered for the watches, in a SQLite file.
import * as z from 'zod';
import { type WatchOrders, noOrders, watchOrdersSchema } from '../../core/watch/orders.ts';
import type { WatchControls } from '../../ports/watch-controls.ts';
import type { SqliteDatabase } from './database.ts';
import type { Run } from './guarded.ts';

const rowSchema = z
  .object({ watch_id: z.string(), orders: z.string() })
  .transform(({ watch_id: id, orders }) => [id, watchOrdersSchema.parse(JSON.parse(orders))] as const);

export function createControls(database: SqliteDatabase, run: Run): WatchControls {
  const readAll = database.prepare('SELECT watch_id, orders FROM watch_orders');
  const read = database.prepare('SELECT watch_id, orders FROM watch_orders WHERE watch_id = ?');
  const write = database.prepare(
    'INSERT INTO watch_orders (watch_id, orders) VALUES (?, ?) ' +
      'ON CONFLICT (watch_id) DO UPDATE SET orders = excluded.orders',
  );

  const orders = (id: string): WatchOrders => {
    const row = read.get(id);
    return row === undefined ? noOrders : rowSchema.parse(row)[1];
  };
  const change = database.transaction((id: string, by: (orders: WatchOrders) => WatchOrders) => {
    const before = orders(id);
    const after = by(before);
    if (after !== before) write.run(id, JSON.stringify(after));
    return after;
  });

  return {
    all: () => run(() => new Map(readAll.all().map((row) => rowSchema.parse(row)))),
    orders: (id) => run(() => orders(id)),
    // Immediate: the write lock is taken before the orders are read.
    change: (id, by) => run(() => change.immediate(id, by)),
  };
}
