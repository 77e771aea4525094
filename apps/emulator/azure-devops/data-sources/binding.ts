// One entry of `dataSourceBindings`, and the rules the server checks before it calls anything.
import { z } from 'zod';

export const dataSourceBinding = z.object({
  target: z.string().min(1),
  dataSourceName: z.string().optional(),
  endpointUrl: z.string().optional(),
  endpointId: z.string().optional(),
  parameters: z.record(z.string(), z.string()).optional(),
  resultSelector: z.string().optional(),
  resultTemplate: z.string().optional(),
  requestVerb: z.string().optional(),
  requestContent: z.string().optional(),
  initialContextTemplate: z.string().optional(),
  callbackContextTemplate: z.string().optional(),
  callbackRequiredTemplate: z.string().optional(),
});

export type DataSourceBinding = z.infer<typeof dataSourceBinding>;

/** An inline URL reaches only the connection's own host: it must literally start with one of these. */
const allowedStarts = [
  '{{endpoint.url}}',
  '{{{endpoint.url}}}',
  '{{configuration.Url}}',
  '{{{configuration.Url}}}',
];

export class InvalidDataSourceBinding extends Error {
  override readonly name = 'InvalidDataSourceBinding';
}

/** Throws InvalidDataSourceBinding when the server would refuse the binding. */
export function checkBinding(binding: DataSourceBinding): void {
  const refuse = (why: string): never => {
    throw new InvalidDataSourceBinding(`Data source binding for target "${binding.target}": ${why}`);
  };
  if (binding.dataSourceName !== undefined && binding.endpointUrl !== undefined)
    refuse('it has both dataSourceName and endpointUrl.');
  const url = binding.endpointUrl;
  if (url !== undefined && !allowedStarts.some((start) => url.startsWith(start)))
    refuse(`the endpointUrl "${url}" does not start with {{endpoint.url}} or {{{endpoint.url}}}.`);
  const paging = [
    binding.initialContextTemplate,
    binding.callbackContextTemplate,
    binding.callbackRequiredTemplate,
  ].filter((template) => template !== undefined).length;
  if (paging !== 0 && paging !== 3) refuse('its three paging templates are given only in part.');
}

/** The verb the server sends. Without a result selector it is always GET, whatever requestVerb says. */
export function verbOf(binding: DataSourceBinding, mayPost: boolean): string {
  if (binding.resultSelector === undefined || binding.requestVerb === undefined) return 'GET';
  const verb = binding.requestVerb.toUpperCase();
  if (['GET', 'PUT', 'DELETE'].includes(verb) || (verb === 'POST' && mayPost)) return verb;
  throw new InvalidDataSourceBinding(
    `Data source binding for target "${binding.target}": the verb ${verb} is not allowed here.`,
  );
}

/** What the request's body is declared as; `none` sends no Content-Type. */
export function contentTypeOf(binding: DataSourceBinding): string | undefined {
  const selector = binding.resultSelector;
  if (selector === 'none') return undefined;
  if (selector === 'plaintext') return 'text/plain';
  return selector?.startsWith('xpath:') ? 'application/xml' : 'application/json';
}
