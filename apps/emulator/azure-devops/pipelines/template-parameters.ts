// The values of a pipeline's parameters in one run: what the caller gives, else the defaults.
import { invalidRequest } from '../rest/vss-error.ts';
import type { PipelineParameter } from './pipeline-yaml.ts';

function isOfType({ type }: PipelineParameter, value: string): boolean {
  if (type === 'number') return value.trim() !== '' && Number.isFinite(Number(value));
  return type === 'string' || /^(true|false)$/i.test(value);
}

/** Throws VssError 400 for an unexpected, a missing or a wrong value. */
export function parameterValues(
  declared: readonly PipelineParameter[],
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const unexpected = Object.keys(given).find((name) => !declared.some((each) => each.name === name));
  if (unexpected !== undefined) throw invalidRequest(`Unexpected parameter '${unexpected}'.`);
  return Object.fromEntries(
    declared.map((parameter) => {
      const value = given[parameter.name] ?? parameter.default;
      if (value === undefined)
        throw invalidRequest(`A value for the '${parameter.name}' parameter must be provided.`);
      if (!isOfType(parameter, value) || parameter.values?.includes(value) === false)
        throw invalidRequest(
          `The '${parameter.name}' parameter value '${value}' is not a valid ${parameter.type}.`,
        );
      return [parameter.name, value];
    }),
  );
}
