// Reads one JSON document of the extension, more strictly than tfx: a key that stands twice is a fault, not "the last one wins".
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Json, JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import type { Finding } from './finding.ts';
import { pointer } from './finding.ts';

export interface Document {
  /** Path below the staged folder. */
  readonly file: string;
  readonly value: JsonObject;
}

/** Parses `text`; a document with findings has no value that could be judged further. */
export function parseJsonDocument(
  file: string,
  text: string,
): { document?: Document; findings: readonly Finding[] } {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      findings: [
        {
          file,
          key: '',
          sentence: `This is not JSON: ${reason}.`,
          remedy: 'Correct the syntax at that place.',
        },
      ],
    };
  }
  if (!isObject(value)) {
    return {
      findings: [
        {
          file,
          key: '',
          sentence: 'This is not a JSON object.',
          remedy: 'Begin the file with { and end it with }.',
        },
      ],
    };
  }
  const findings = duplicateKeys(text).map((key) => ({
    file,
    key,
    sentence: 'This key stands twice in its object, and only the last one would count.',
    remedy: 'Remove one of the two.',
  }));
  return { document: { file, value }, findings };
}

/** JSON is YAML, and the YAML parser keeps what JSON.parse throws away: both of two equal keys. */
const duplicateKeys = (text: string): readonly string[] =>
  doubled(parseDocument(text, { uniqueKeys: false }).contents, []);

function doubled(node: unknown, path: readonly PropertyKey[]): readonly string[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => doubled(item, [...path, index]));
  if (!isMap(node)) return [];
  const names = node.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''));
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...repeated.map((name) => pointer([...path, name])),
    ...node.items.flatMap(({ value }, index) => doubled(value, [...path, names[index] ?? ''])),
  ];
}
