// A service's input as a table, which is what Power BI and spreadsheets can send: dictionaries of simple values.
import type { JsonSchema, ServiceSchema } from './service-schema.ts';

export type ColumnType = 'integer' | 'number' | 'text' | 'boolean';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

export type TableSchema =
  | {
      readonly kind: 'table';
      /** Where the rows are in a request, e.g. `data` or `Inputs.data`. */
      readonly parameter: string;
      readonly columns: readonly Column[];
      /** Whether the answer stands under `Results` and the rows under `Inputs`, as Power BI's designer asks for. */
      readonly isWrapped: boolean;
    }
  | { readonly kind: 'no table'; readonly reason: string };

const types: Readonly<Record<string, ColumnType>> = {
  integer: 'integer',
  number: 'number',
  string: 'text',
  boolean: 'boolean',
};

function columnsOf({ properties = {} }: JsonSchema): readonly Column[] | string {
  const columns: Column[] = [];
  for (const [name, { type }] of Object.entries(properties)) {
    const known = types[type ?? ''];
    if (known === undefined)
      return `column '${name}' is of type ${type ?? 'unknown'}, and a cell holds one value`;
    columns.push({ name, type: known });
  }
  return columns.length === 0 ? 'its rows have no named columns' : columns;
}

const noTable = (reason: string): TableSchema => ({ kind: 'no table', reason });

/** The first parameter whose value is a list of dictionaries. */
function rowsIn(input: JsonSchema, path: string): { parameter: string; rows: JsonSchema } | undefined {
  for (const [name, inner] of Object.entries(input.properties ?? {})) {
    const parameter = `${path}${name}`;
    if (inner.type === 'array' && inner.items?.type === 'object') return { parameter, rows: inner.items };
    const below = path === '' && name === 'Inputs' ? rowsIn(inner, 'Inputs.') : undefined;
    if (below) return below;
  }
  return undefined;
}

/** Decides with the reason in words what a caller with tables can do with the service. */
export function tableSchema({ input, output }: ServiceSchema): TableSchema {
  if (input === undefined)
    return noTable(
      'the scoring script describes no input: decorate run() with input_schema of inference-schema',
    );
  if (input.properties === undefined)
    return noTable('its input is no dictionary: name the parameter, as in input_schema("data", ...)');
  const found = rowsIn(input, '');
  if (found === undefined)
    return noTable(
      'no parameter is a list of dictionaries: give input_schema a sample such as [{"age": 41}] or a data frame',
    );
  const columns = columnsOf(found.rows);
  if (typeof columns === 'string') return noTable(columns);
  const isWrapped = found.parameter.startsWith('Inputs.') && output?.properties?.['Results'] !== undefined;
  return { kind: 'table', parameter: found.parameter, columns, isWrapped };
}
