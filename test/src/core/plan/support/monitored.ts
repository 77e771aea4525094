// The request that creates a deployment, after everything that a plan is put through before it is sent.
import { fillRequest } from '../../../../../src/core/plan/bindings.ts';
import { type File, model, planOf } from './plan-input.ts';

export interface DeploymentBody {
  readonly properties: {
    readonly appInsightsEnabled?: boolean;
    readonly dataCollector?: { readonly collections: Readonly<Record<string, unknown>> };
    readonly environmentVariables: Readonly<Record<string, string>>;
  };
}

export function bodyOf(deployment: File, version: string): DeploymentBody {
  const { steps } = planOf({ deployment, models: [model('fraud', version)] });
  const create = steps.find(({ kind }) => kind === 'create-deployment');
  if (create === undefined) throw new Error('The plan creates no deployment.');
  const answers = new Map([
    ['key', 'an answer that looks like it'],
    ['x', 'another'],
  ]);
  return fillRequest(create.request, answers).body as DeploymentBody;
}
