// Whether a deployment file of `az ml` v2 is about an online or a batch endpoint: the tool's command says so, its file not always.
import type { ConfigDocument } from '../document.ts';

/** Keys that only a batch deployment has. */
const batchKeys = [
  'compute',
  'settings',
  'mini_batch_size',
  'max_concurrency_per_instance',
  'error_threshold',
  'retry_settings',
  'output_action',
  'output_file_name',
  'logging_level',
  'component',
  'job_definition',
];

export function deploymentKind({ value }: ConfigDocument): 'online' | 'batch' {
  if (typeof value !== 'object' || value === null) return 'online';
  const schema: unknown = Reflect.get(value, '$schema');
  if (typeof schema === 'string' && /Deployment\.schema\.json$/i.test(schema))
    return /batch/i.test(schema) ? 'batch' : 'online';
  const type: unknown = Reflect.get(value, 'type');
  if (typeof type === 'string' && /^(?:model|pipeline)$/i.test(type)) return 'batch';
  return batchKeys.some((key) => Object.hasOwn(value, key)) ? 'batch' : 'online';
}
