// The table of the state: rows of a partition in order, and transactions. Made when it is first needed.
import { type TableClient, type TableEntity, type TransactionAction, odata } from '@azure/data-tables';
import { codeOf, stateFailure, statusOf } from './failure.ts';

/** A row as it was read, with what a condition on it needs. */
export interface Row {
  readonly rowKey: string;
  readonly etag: string;
}

export interface StateTable {
  readonly url: string;
  /** The rows with `from <= key < below`, in order of their keys. */
  rows(partition: string, from: string, below: string): Promise<readonly Row[]>;
  /** Only the keys of the rows with `from <= key <= to`. */
  keys(partition: string, from: string, to: string): Promise<readonly string[]>;
  /**
   * All actions, of one partition, or none of them.
   * @returns the new ETag of the first action's row; absent if a row was not as the actions expect it
   */
  write(actions: readonly TransactionAction[]): Promise<string | undefined>;
}

/** As many as one page of the service. More connections at once gain nothing and can run a machine out of ports. */
const callsAtOnce = 16;

export function stateTable(client: TableClient): StateTable {
  const url = `${client.url.replace(/\/$/, '')}/${client.tableName}`;
  const gate = createGate(callsAtOnce);

  const call = <T>(work: () => Promise<T>): Promise<T> =>
    gate(async () => {
      try {
        return await work().catch(async (error: unknown) => {
          if (codeOf(error) !== 'TableNotFound') throw error;
          await client.createTable();
          return work();
        });
      } catch (error) {
        throw stateFailure(error, url);
      }
    });

  const list = async (filter: string, select?: string[]): Promise<(TableEntity & Row)[]> => {
    const rows: (TableEntity & Row)[] = [];
    const queryOptions = { filter, ...(select === undefined ? {} : { select }) };
    for await (const row of client.listEntities({ queryOptions })) rows.push(row as TableEntity & Row);
    return rows;
  };

  return {
    url,
    rows: (partition, from, below) =>
      call(() => list(odata`PartitionKey eq ${partition} and RowKey ge ${from} and RowKey lt ${below}`)),
    keys: (partition, from, to) =>
      call(async () => {
        const filter = odata`PartitionKey eq ${partition} and RowKey ge ${from} and RowKey le ${to}`;
        return (await list(filter, ['RowKey'])).map(({ rowKey }) => rowKey);
      }),
    write: (actions) =>
      call(async () => {
        try {
          return (await client.submitTransaction([...actions])).subResponses[0]?.etag;
        } catch (error) {
          if (codeOf(error) !== 'TableNotFound' && isConflict(statusOf(error))) return undefined;
          throw error;
        }
      }),
  };
}

/** 404: a row to delete is gone. 409: one to create is there. 412: one was written since. */
const isConflict = (status: number | undefined): boolean =>
  status === 404 || status === 409 || status === 412;

/** Runs `work` when fewer than `limit` others run, in the order in which it was asked for. */
function createGate(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      // Its place passes on: `running` stays as it is.
      else next();
    }
  };
}
