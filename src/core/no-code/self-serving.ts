// Where Azure Machine Learning serves a model without script and environment, by the type it was registered with.
import type { Target } from '../config/target.ts';
import type { ModelVersion } from '../model/version.ts';
import { isOnnx } from './generated-server.ts';

export type ServedType = 'mlflow_model' | 'triton_model' | 'ONNX';

/** Batch endpoints start a script of their own for MLflow's models only, and a generated ONNX script takes requests. */
const targetsOf: Readonly<Record<ServedType, readonly Target[]>> = {
  mlflow_model: ['managed', 'kubernetes', 'batch'],
  triton_model: ['managed', 'kubernetes'],
  ONNX: ['managed', 'kubernetes', 'aci', 'iotedge', 'local'],
};

export type NoCode =
  | { readonly kind: 'served' }
  | { readonly kind: 'elsewhere'; readonly type: ServedType }
  | { readonly kind: 'never' };

/** What brings a server for this model, if anything does. */
export function servedType(model: ModelVersion): ServedType | undefined {
  const type = model.type?.toLowerCase();
  if (type === 'mlflow_model' || type === 'triton_model') return type;
  return isOnnx(model) ? 'ONNX' : undefined;
}

/** Whether `target` serves the model as it is. */
export function withoutCode(model: ModelVersion, target: Target): NoCode {
  const type = servedType(model);
  if (type === undefined) return { kind: 'never' };
  return targetsOf[type].includes(target) ? { kind: 'served' } : { kind: 'elsewhere', type };
}

/** Compute types that serve a model of this type as it is. */
export const servingTargets = (type: ServedType): string => targetsOf[type].join(', ');
