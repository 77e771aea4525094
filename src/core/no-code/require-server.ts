// Refuses what nothing would serve, with the words of the model's type.
import { fail } from '../errors/catalogue.ts';
import type { PlanInput } from '../plan/plan.ts';
import { servedType, servingTargets, withoutCode } from './self-serving.ts';

/**
 * @param input with the server that was generated, where one was
 * @throws ServerMissing, or InputMissing for a model that nothing serves as it is
 */
export function requireServer({
  inference,
  models,
  deployment: { target },
}: Pick<PlanInput, 'inference' | 'models' | 'deployment'>): void {
  if (inference !== undefined) return;
  for (const model of models) {
    const served = withoutCode(model, target);
    // A script is generated for one model alone.
    if (served.kind === 'never' || (served.kind === 'served' && servedType(model) === 'ONNX'))
      throw fail('InputMissing', { input: 'inference config' });
    if (served.kind === 'elsewhere') {
      const { type } = served;
      const name = `${model.model}:${model.version}`;
      throw fail('ServerMissing', { model: name, type, target, serving: servingTargets(type) });
    }
  }
}
