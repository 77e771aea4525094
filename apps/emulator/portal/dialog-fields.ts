// What the dialog "Add an artifact" shows for the inputs of an artifact type: which are visible, which can be asked
// already, what each offers and holds. Knows no artifact type in particular.
import type { PickedValue } from '../azure-devops/data-sources/input-value.ts';
import type { ArtifactType, InputDescriptor } from '../azure-devops/extensions/artifact-type.ts';
import { isVisible } from '../azure-devops/releases/visible-rule.ts';

export type Values = Readonly<Record<string, string>>;

export interface DialogField {
  readonly input: InputDescriptor;
  readonly label: string;
  readonly isRequired: boolean;
  /** What is chosen or typed; empty for nothing. */
  readonly value: string;
  /** What can be chosen; undefined for a text box. */
  readonly options?: readonly PickedValue[];
  /** Names of the fields that must be filled in first. */
  readonly waitsFor: readonly string[];
  readonly error?: string;
}

export interface PickerAnswer {
  readonly possibleValues: readonly (Omit<PickedValue, 'data'> & Partial<Pick<PickedValue, 'data'>>)[];
  readonly error?: { readonly message: string };
}

/** Asks for the values of one input, given the values of the others. */
export type AskPicker = (inputId: string, values: Values) => Promise<PickerAnswer>;

const labelOf = ({ id, name }: InputDescriptor): string => name ?? id;

function staticField(input: InputDescriptor, given: string | undefined): Partial<DialogField> {
  const { defaultValue = '', possibleValues = [] } = input.values ?? {};
  const options = possibleValues.map(({ value, displayValue }) => ({
    value,
    displayValue: displayValue ?? value,
    data: {},
  }));
  const isKnown = options.some(({ value }) => value === given);
  return { options, value: isKnown ? (given ?? '') : defaultValue };
}

/** With one thing to choose from there is no choice: it is taken. */
function chosen(options: readonly PickedValue[], given: string | undefined): string {
  const [first] = options;
  if (options.some(({ value }) => value === given)) return given ?? '';
  return options.length === 1 && first ? first.value : '';
}

function textField(input: InputDescriptor, given = ''): Partial<DialogField> {
  const pattern = input.validation?.pattern ?? '';
  const fits = given === '' || pattern === '' || new RegExp(pattern).test(given);
  return { value: given, ...(fits ? {} : { error: `'${given}' does not have the form ${pattern}.` }) };
}

async function pickerField(
  input: InputDescriptor,
  values: Values,
  ask: AskPicker,
): Promise<Partial<DialogField>> {
  const { possibleValues, error } = await ask(input.id, values);
  if (error) return { options: [], error: error.message };
  const options = possibleValues.map((option) => ({ data: {}, ...option }));
  return { options, value: chosen(options, values[input.id]) };
}

/** Fields before it that it depends on and that are required, shown and not filled in. */
function unmet(input: InputDescriptor, fields: readonly DialogField[]): readonly string[] {
  const wanted = input.dependencyInputIds ?? [];
  return fields
    .filter((field) => wanted.includes(field.input.id))
    .filter(({ value, isRequired, error }) => error !== undefined || (isRequired && value === ''))
    .map(({ label }) => label);
}

/** The visible fields in the type's order. A hidden input loses its value, so that nothing stale is asked with. */
export async function dialogFields(
  type: ArtifactType,
  given: Values,
  ask: AskPicker,
): Promise<readonly DialogField[]> {
  const fields: DialogField[] = [];
  let values = given;
  for (const input of type.inputDescriptors) {
    const isShown = input.id !== 'artifacts' && isVisible(input.properties?.visibleRule, values);
    if (!isShown) {
      values = { ...values, [input.id]: '' };
      continue;
    }
    const waitsFor = unmet(input, fields);
    const isDynamic = input.hasDynamicValueInformation === true;
    const read = async (): Promise<Partial<DialogField>> => {
      if (!isDynamic)
        return input.values ? staticField(input, values[input.id]) : textField(input, values[input.id]);
      return waitsFor.length > 0 ? { options: [] } : pickerField(input, values, ask);
    };
    const field = {
      input,
      label: labelOf(input),
      isRequired: input.validation?.isRequired === true,
      waitsFor,
      value: '',
      ...(await read()),
    };
    fields.push(field);
    values = { ...values, [input.id]: field.value };
  }
  return fields;
}

/** Whether the source could be added as it stands. */
export function isComplete(fields: readonly DialogField[]): boolean {
  return fields.every(
    ({ isRequired, value, error, waitsFor }) =>
      error === undefined && waitsFor.length === 0 && (!isRequired || value !== ''),
  );
}

export function valuesOf(fields: readonly DialogField[]): Values {
  return Object.fromEntries(fields.map(({ input, value }) => [input.id, value]));
}
