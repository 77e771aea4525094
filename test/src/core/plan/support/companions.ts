// What has to stand beside a key so that it means anything, for the matrix of keys and targets.
import type { Target } from '../../../../../src/core/config/target.ts';
import type { KeyRow } from '../../../../../src/core/plan/keys/key-row.ts';
import { inferenceFile, smallest, type File } from './plan-input.ts';

const ownImage = { docker: { baseImage: 'own:1' } };
const access = { address: 'a.azurecr.io', username: 'u', password: 'p' };
const onlyAddress = { address: 'a.azurecr.io' };
const content = { condaDependencies: { dependencies: [] } };

/** By the beginning of an inference config's key; the first that fits. */
const besideInference: readonly (readonly [RegExp, File])[] = [
  [/^baseImageRegistry\.address/, { baseImage: 'own:1', baseImageRegistry: onlyAddress }],
  [/^baseImageRegistry/, { baseImage: 'own:1', baseImageRegistry: access }],
  [/^environment\.name/, { environment: {} }],
  [/^environment\.version/, { environment: { name: 'fraud-env' } }],
  [
    /^environment\.docker\.baseImageRegistry\.address/,
    { environment: { docker: { baseImage: 'own:1', baseImageRegistry: onlyAddress } } },
  ],
  [
    /^environment\.docker\.baseImageRegistry/,
    { environment: { docker: { baseImage: 'own:1', baseImageRegistry: access } } },
  ],
  [/^environment\.docker\.base/, { environment: { python: content } }],
  [/userManaged/, { environment: { ...ownImage, python: content } }],
  [/^environment\./, { environment: ownImage }],
];

const encryption = { vaultBaseUrl: 'https://v.example.net', keyName: 'k', keyVersion: '0' };
const tls = { sslCertificate: 'c.pem', sslKey: 'k.pem', cname: 'c.example.com' };

const besideDeployment: readonly (readonly [key: RegExp, beside: File, only?: readonly Target[]])[] = [
  [/^autoScaler/, { autoScaler: { autoscaleEnabled: true } }],
  [/^(vault|key(Name|Version))/, encryption],
  [/^(vnet|subnet)/, { vnetName: 'v', subnetName: 's' }],
  [/^(ssl|cname)/, { ...tls, sslEnabled: true }, ['aci']],
  [/^sslEnabled/, tls],
  [
    /^keys\.secondaryKey/,
    { authEnabled: true, keys: { primaryKey: 'primaryKey-0123456789abcdef' } },
    ['aci'],
  ],
  [/^(keys|sidecarImage)/, { authEnabled: true }, ['aci', 'managed', 'kubernetes']],
  [/^isDefault/, { trafficPercentile: 10 }, ['managed', 'kubernetes']],
  [/^rollout\.(?!strategy|smokeTests)/, { rollout: { strategy: 'mirror-then-canary' } }, ['managed']],
  [/^rollout\.(?!strategy|smokeTests)/, { rollout: { strategy: 'canary' } }, ['kubernetes']],
  [/Limit$/, { containerResourceRequirements: { cpu: 1, memoryInGB: 1 } }],
];

export function companions({ key, file }: KeyRow, target: Target): File {
  if (file === 'inference') {
    const [, beside = {}] = besideInference.find(([pattern]) => pattern.test(key)) ?? [];
    return key.startsWith('environment.')
      ? { entryScript: 'score.py', ...beside }
      : { ...inferenceFile, ...beside };
  }
  const found = besideDeployment.find(
    ([pattern, , only]) => pattern.test(key) && (only?.includes(target) ?? true),
  );
  const base = { ...smallest[target], ...found?.[1] };
  // One device or many: the two exclude each other.
  const without = key === 'targetCondition' ? 'deviceId' : '';
  return Object.fromEntries(Object.entries(base).filter(([name]) => name !== without));
}

export function withKey(file: File, key: string, value: unknown): File {
  const [head = '', ...rest] = key.split('.');
  if (rest.length === 0) return { ...file, [head]: value };
  return { ...file, [head]: withKey((file[head] ?? {}) as File, rest.join('.'), value) };
}

/** Leaf keys and their values, as a treatment's condition sees them. */
export function flat(file: File, path = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(file).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? [[`${path}${name}`, value] as const, ...Object.entries(flat(value as File, `${path}${name}.`))]
        : [[`${path}${name}`, value] as const],
    ),
  );
}
