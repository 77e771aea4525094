// Every key of every file of `az ml` v2, in the order of the page that is made from it.
import { assetKeys } from './asset-keys.ts';
import { batchKeys } from './batch-keys.ts';
import { onlineKeys } from './online-keys.ts';
import type { YamlKey } from './yaml-key.ts';

export const yamlKeys: readonly YamlKey[] = [...onlineKeys, ...batchKeys, ...assetKeys];
