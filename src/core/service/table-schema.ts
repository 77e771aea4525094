// A service's input as a table, which is what Power BI and spreadsheets can send: dictionaries of simple values.
import type { JsonSchema, ServiceSchema } from './service-schema.ts';

export type ColumnType = 'integer' | 'number' | 'text' | 'boolean' | 'date and time';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** What a request needs beside the rows: the same for all of them. */
export interface FurtherValue {
  /** Where it is in a request, e.g. `global_parameters` or `Inputs.input3`. */
  readonly name: string;
  /** In words, e.g. `list of lists of number`. */
  readonly type: string;
}

export type TableSchema =
  | {
      readonly kind: 'table';
      /** Where the rows are in a request, e.g. `data` or `Inputs.data`. */
      readonly parameter: string;
      readonly columns: readonly Column[];
      readonly further: readonly FurtherValue[];
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

const typeOf = ({ type, format }: JsonSchema): ColumnType | undefined =>
  type === 'string' && format === 'date-time' ? 'date and time' : types[type ?? ''];

function columnsOf({ properties = {} }: JsonSchema): readonly Column[] | string {
  const columns: Column[] = [];
  for (const [name, cell] of Object.entries(properties)) {
    const known = typeOf(cell);
    if (known === undefined)
      return `column '${name}' is of type ${cell.type ?? 'unknown'}, and a cell holds one value`;
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

function inWords(value: JsonSchema, isOne = true): string {
  if (value.type === 'array') {
    const list = isOne ? 'list' : 'lists';
    return value.items === undefined ? list : `${list} of ${inWords(value.items, false)}`;
  }
  return typeOf(value) ?? (isOne ? 'dictionary' : 'dictionaries');
}

/** Every parameter but the rows; `Inputs` itself holds others. */
function furtherThan(rows: string, { properties = {} }: JsonSchema, path = ''): readonly FurtherValue[] {
  return Object.entries(properties).flatMap(([inner, value]) => {
    const name = `${path}${inner}`;
    if (name === rows) return [];
    return rows.startsWith(`${name}.`)
      ? furtherThan(rows, value, `${name}.`)
      : [{ name, type: inWords(value) }];
  });
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
  const { parameter } = found;
  return { kind: 'table', parameter, columns, further: furtherThan(parameter, input), isWrapped };
}
