// The requests that a Triton model is tested with: each says which model of the repository it is for.
import { fail } from '../../core/errors/catalogue.ts';
import { servedType } from '../../core/no-code/self-serving.ts';
import { namesTritonModel } from '../../core/no-code/triton-request.ts';
import type { PlanInput } from '../../core/plan/plan.ts';
import type { StepContext } from './deploy-target.ts';

/** @throws TritonRequestUnaddressed */
export function requireAddressedTests(
  { models, inference }: Pick<PlanInput, 'models'> & { readonly inference?: object },
  { testRequest, smokeTests = [] }: Pick<StepContext, 'testRequest' | 'smokeTests'>,
): void {
  const [model] = models;
  if (model === undefined || inference !== undefined || servedType(model) !== 'triton_model') return;
  const tests = [
    ...(testRequest === undefined ? [] : [{ name: 'test request', request: testRequest }]),
    ...smokeTests.map(({ name, request }) => ({ name: `smoke test '${name}'`, request })),
  ];
  const vague = tests.find(({ request }) => !namesTritonModel(request));
  if (vague !== undefined)
    throw fail('TritonRequestUnaddressed', { request: vague.name, model: `${model.model}:${model.version}` });
}
