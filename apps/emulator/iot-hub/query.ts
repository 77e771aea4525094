// Queries of IoT Hub over the twins of devices and modules: SELECT fields FROM devices WHERE condition.
import { parseCondition, valueAt, type Condition, type Document } from './condition.ts';
import { ConditionError } from './words.ts';

export interface Query {
  readonly from: 'devices' | 'devices.modules';
  readonly where: Condition;
  readonly select: (documents: readonly Document[]) => readonly Document[];
}

const shape = /^\s*select\s+(.+?)\s+from\s+(devices(?:\.modules)?)(?:\s+where\s+(.+?))?\s*;?\s*$/is;
const count = /^count\s*\(\s*\)(?:\s+as\s+(\w+))?$/i;
const field = /^((?:\$?[\w$-]+|\[\[[^[\]]+\]\])(?:\.(?:\$?[\w$-]+|\[\[[^[\]]+\]\]))*)(?:\s+as\s+(\w+))?$/i;

const segmentsOf = (path: string) =>
  (path.match(/\[\[[^[\]]+\]\]|[^.]+/g) ?? []).map((part) => part.replace(/^\[\[|\]\]$/g, ''));

function selectionOf(words: string): Query['select'] {
  if (words.trim() === '*') return (documents) => documents;
  const counted = count.exec(words.trim());
  if (counted) return (documents) => [{ [counted[1] ?? '$1']: documents.length }];
  const fields = words.split(',').map((word) => {
    const [, path, name] = field.exec(word.trim()) ?? [];
    if (path === undefined) throw new ConditionError(`'${word.trim()}' can not be selected`);
    const segments = segmentsOf(path);
    return { segments, name: name ?? segments.at(-1) ?? path };
  });
  return (documents) =>
    documents.map((document) =>
      Object.fromEntries(
        fields.flatMap(({ segments, name }) => {
          const value = valueAt(document, segments);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    );
}

/** @throws ConditionError */
export function parseQuery(text: string): Query {
  const [, fields, from, where] = shape.exec(text) ?? [];
  if (fields === undefined || from === undefined)
    throw new ConditionError(
      'it must read SELECT ... FROM devices or devices.modules, with or without WHERE',
    );
  return {
    from: from.toLowerCase() as Query['from'],
    where: where === undefined ? () => true : parseCondition(where).holds,
    select: selectionOf(fields),
  };
}
