// What a ModelRegistered event says: which version of which model of which workspace. Its fields are found in more
// than one spelling, so they are read tolerantly; what contradicts itself is not read at all.
import * as z from 'zod';

export interface ModelRegistered {
  /** The ARM id of the workspace, as the event spells it. */
  readonly topic: string;
  readonly model: string;
  readonly version: string;
  /** When it happened, in milliseconds since 1970; absent if the event does not say so readably. */
  readonly time?: number;
}

interface Parts {
  readonly topic: string | undefined;
  readonly subject: string | undefined;
  readonly data: unknown;
  readonly time: string | undefined;
}

type Field = { readonly value: string | undefined } | { readonly problem: string };

const modelPattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,254}$/;
const versionPattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,29}$/;
const subjectPattern = /^models\/([^:/]+):([^:/]+)$/;

/** The documentation's sample has a number, the service's own description a string. */
const fieldValue = z.union([z.string(), z.int().nonnegative().transform(String)]);
const fields = z.record(z.string(), z.unknown());

/** @returns what the event says, or why it says nothing that can be acted on */
export function readModelRegistered(parts: Parts): ModelRegistered | { readonly problem: string } {
  const { topic, subject, data, time } = parts;
  if (topic === undefined) return { problem: 'it names no workspace' };
  const [, subjectModel, subjectVersion] = subjectPattern.exec(subject ?? '') ?? [];
  if (subject !== undefined && subjectModel === undefined) {
    return { problem: 'its subject is not models/<name>:<version>' };
  }
  const model = agreed('model name', readField(data, 'modelname'), subjectModel, modelPattern);
  if ('problem' in model) return model;
  const version = agreed('model version', readField(data, 'modelversion'), subjectVersion, versionPattern);
  if ('problem' in version) return version;
  const milliseconds = Date.parse(time ?? '');
  return {
    topic,
    model: model.value,
    version: version.value,
    ...(Number.isNaN(milliseconds) ? {} : { time: milliseconds }),
  };
}

/** The value of a field, however its name is capitalised: `ModelName` and `modelName` are both met. */
function readField(data: unknown, lowerName: string): Field {
  const given = Object.entries(fields.catch({}).parse(data))
    .filter(([name, value]) => name.toLowerCase() === lowerName && value !== null && value !== '')
    .map(([, value]) => fieldValue.safeParse(value));
  const values = new Set(given.map((read) => (read.success ? read.data : undefined)));
  if (values.has(undefined)) return { problem: `its ${lowerName} is neither text nor a whole number` };
  if (values.size > 1) return { problem: `it says ${lowerName} twice, and differently` };
  return { value: [...values][0] };
}

function agreed(
  what: string,
  field: Field,
  ofSubject: string | undefined,
  pattern: RegExp,
): { readonly value: string } | { readonly problem: string } {
  if ('problem' in field) return field;
  const value = field.value ?? ofSubject;
  if (value === undefined) return { problem: `it has no ${what}` };
  if (ofSubject !== undefined && value !== ofSubject) {
    return { problem: `its ${what} is not the one of its subject` };
  }
  return pattern.test(value) ? { value } : { problem: `its ${what} is none that Azure ML allows` };
}
