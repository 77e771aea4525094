// Requests of Triton's own protocol (Open Inference Protocol, v2), which are addressed to one model of a repository.
import * as z from 'zod';

const part = z.string().regex(/^\w[\w.-]*$/);

const request = z.looseObject({
  /** Not the protocol's own, which has it in the address: it tells us where the request goes, and Triton passes over it. */
  model_name: part,
  model_version: part.optional(),
  inputs: z
    .array(z.looseObject({ name: z.string(), shape: z.array(z.number()), datatype: z.string() }))
    .min(1),
});

/** The request as one of Triton's protocol that names its model; undefined for any other text. */
function parse(body: string): z.infer<typeof request> | undefined {
  try {
    return request.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

export const namesTritonModel = (body: string): boolean => parse(body) !== undefined;

/**
 * Where a request goes: to the scoring address, or below the endpoint to the model of a Triton repository that it names.
 *
 * @param scoringUri of the endpoint; `.../score`, or ending in a slash
 */
export function requestAddress(scoringUri: string, body: string): string {
  const triton = parse(body);
  if (triton === undefined) return scoringUri;
  const version = triton.model_version === undefined ? '' : `/versions/${triton.model_version}`;
  return `${scoringUri.replace(/\/(score)?$/, '')}/v2/models/${triton.model_name}${version}/infer`;
}
