// Every key that a file may have, in the order of the page that is made from it.
import { authKeys } from './auth-keys.ts';
import { batchKeys } from './batch-keys.ts';
import { containerKeys } from './container-keys.ts';
import { edgeKeys } from './edge-keys.ts';
import { environmentObjectKeys } from './environment-object-keys.ts';
import { inferenceKeys } from './inference-keys.ts';
import type { KeyRow } from './key-row.ts';
import { networkKeys } from './network-keys.ts';
import { requestKeys } from './request-keys.ts';
import { rolloutKeys } from './rollout-keys.ts';
import { scaleKeys } from './scale-keys.ts';
import { versionKeys } from './version-keys.ts';

export const keyTable: readonly KeyRow[] = [
  ...inferenceKeys,
  ...environmentObjectKeys,
  ...containerKeys,
  ...scaleKeys,
  ...requestKeys,
  ...authKeys,
  ...networkKeys,
  ...versionKeys,
  ...rolloutKeys,
  ...batchKeys,
  ...edgeKeys,
];
