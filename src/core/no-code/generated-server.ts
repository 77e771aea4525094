// A model without script and environment, of a format that the service does not serve by itself: we bring the server along.
import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { parseInferenceConfig } from '../config/inference-config.ts';
import type { ModelVersion } from '../model/version.ts';
import type { PlanInput } from '../plan/plan.ts';
import { onnxPackages, onnxScript } from './onnx-script.ts';

const script = 'onnx_score.py';

/** v1's `model register --model-framework Onnx` wrote the word down; v2 knows the file alone. */
export function isOnnx({ uri, tags, properties, type }: ModelVersion): boolean {
  if (type !== undefined && !/^custom_model$/i.test(type)) return false;
  if (/\.onnx$/i.test(uri.split(/[?#]/, 1)[0] ?? '')) return true;
  return [tags, properties].some((map) =>
    Object.entries(map).some(([name, value]) => /framework$/i.test(name) && /^onnx$/i.test(value)),
  );
}

const inference = parseInferenceConfig(
  stringify({
    entryScript: script,
    environment: {
      python: { condaDependencies: { dependencies: ['python=3.11', 'pip', { pip: [...onnxPackages] }] } },
    },
  }),
  'the generated inference config',
);

/** With a script and an environment for an ONNX model that came without an inference config; anything else as it is. */
export function withGeneratedServer(input: PlanInput): PlanInput {
  const [model, second] = input.models;
  if (input.inference !== undefined || model === undefined || second !== undefined) return input;
  if (!isOnnx(model) || input.deployment.target === 'batch') return input;
  const sha256 = createHash('sha256').update(onnxScript, 'utf8').digest('hex');
  const source = [{ path: script, size: Buffer.byteLength(onnxScript), sha256, text: onnxScript }];
  return { ...input, inference, source };
}
