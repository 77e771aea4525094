// A result of a data source as a picker shows it: value, display text, further data; and the order the server gives.
import { parseRelaxedJson } from './relaxed-json.ts';
import { textOf } from './template-helpers.ts';
import type { Json } from './template-path.ts';

export interface PickedValue {
  readonly value: string;
  readonly displayValue: string;
  readonly data: Readonly<Record<string, Json>>;
}

function member(item: Record<string, Json>, name: string): Json | undefined {
  return Object.entries(item).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** A JSON object gives Value, DisplayValue and Data (in any case); any other text stands for both. */
export function pickedValue(result: string): PickedValue {
  if (!/^\s*\{/.test(result)) return { value: result, displayValue: result, data: {} };
  const item = parseRelaxedJson(result) as Record<string, Json>;
  const value = textOf(member(item, 'value'));
  return {
    value,
    displayValue: textOf(member(item, 'displayvalue') ?? value),
    data: (member(item, 'data') ?? {}) as Record<string, Json>,
  };
}

/** Targets whose order is the binding's own; all others are sorted by what they display. */
const inBindingOrder = new Set(['versions', 'defaultversionspecific', 'latestversion']);

export function ordered(target: string, values: readonly PickedValue[]): readonly PickedValue[] {
  if (inBindingOrder.has(target.toLowerCase())) return values;
  return values.toSorted((left, right) =>
    left.displayValue.localeCompare(right.displayValue, 'en', { sensitivity: 'base' }),
  );
}
