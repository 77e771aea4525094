// Keys of batch deployments, named as in v2 YAML with v1's letters.
import { deploymentKey as key, taken } from './key-row.ts';
import { elsewhere } from './request-keys.ts';

const batch = (name: string, meaning: string, sample: unknown, as = `\`${name}\``) =>
  key(name, { meaning, sample }, { rest: elsewhere('batch endpoints'), batch: taken(as) });

export const batchKeys = [
  batch('miniBatchSize', 'files of one call of run()', 20),
  batch('maxConcurrencyPerInstance', 'calls at once per node', 2),
  batch('errorThreshold', 'failures that end the job; -1: none', 5),
  batch('retrySettings.maxRetries', 'repeats of a failed call', 2),
  batch('retrySettings.timeoutSeconds', 'seconds that one call may take', 90, '`retrySettings.timeout`'),
  batch('outputAction', '`append_row` or `summary_only`', 'summary_only'),
  batch('outputFileName', 'file of the rows', 'scores.csv'),
  batch('loggingLevel', '`debug`, `info` or `warning`', 'debug'),
];
