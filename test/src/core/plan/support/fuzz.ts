// Random and mutated files on their way to a plan: each must end in a plan or in an error that says where and what.
import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { parseDeploymentConfig } from '../../../../../src/core/config/deployment-config.ts';
import { parseInferenceConfig } from '../../../../../src/core/config/inference-config.ts';
import { targets } from '../../../../../src/core/config/target.ts';
import { parseEnvironmentYaml, parseModelYaml } from '../../../../../src/core/config/v2/assets.ts';
import { sourceLayout } from '../../../../../src/core/deploy/source-layout.ts';
import { isExtensionError } from '../../../../../src/core/errors/extension-error.ts';
import { keyTable } from '../../../../../src/core/plan/keys/key-table.ts';
import { makePlan } from '../../../../../src/core/plan/make-plan.ts';
import { companions, withKey } from './companions.ts';
import { inferenceFile, nothingThere, planInput, smallest } from './plan-input.ts';
import * as yaml from './yaml-files.ts';

/** A generator of numbers in [0, 1) from a seed, so that every failure can be repeated (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;
const pick = <T>(items: readonly T[], random: Random): T => items[Math.floor(random() * items.length)] as T;

const nasty = [
  ...[
    '',
    '\t',
    '\0',
    '\uFEFF',
    '\r\n',
    '\u2028',
    '💥',
    '"',
    "'",
    '`',
    ': ',
    '- ',
    '? ',
    '| ',
    '> ',
    '# ',
    '%YAML 1.1\n---\n',
  ],
  ...[
    '&a ',
    '*a',
    '<<: *a',
    '!!binary ',
    '!!js/function ',
    '[',
    ']',
    '{',
    '}',
    '[[[[',
    '{a: ',
    '...\n---\n',
    '~',
    'null',
  ],
  ...[
    'yes',
    'no',
    'on',
    '010',
    '0x1F',
    '1e309',
    '-1',
    '0',
    '1.5',
    '99999999999999999999',
    'NaN',
    '.inf',
    '1:30',
    '2020-01-01',
  ],
  ...[
    '../../etc/passwd',
    '/etc/passwd',
    'C:\\x',
    'file:///etc/passwd',
    '${HOME}',
    '__proto__: {a: 1}',
    'constructor: 1',
    'toString',
  ],
  ...[
    'azureml:x',
    'azureml://registries/r/models/m/versions/1',
    'x'.repeat(300),
    'computeType: aci',
    'entryScript: [1]',
  ],
];

function mutateOnce(text: string, random: Random): string {
  const at = Math.floor(random() * (text.length + 1));
  const end = Math.min(text.length, at + Math.floor(random() * 12));
  const lines = text.split('\n');
  const line = Math.floor(random() * lines.length);
  switch (Math.floor(random() * 7)) {
    case 0:
      return text.slice(0, at) + pick(nasty, random) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(end);
    case 2:
      return [...lines.slice(0, line), lines[line] ?? '', ...lines.slice(line)].join('\n');
    case 3:
      return lines.toSpliced(line, 1).join('\n');
    case 4:
      return lines.with(line, (lines[line] ?? '').replace(/:.*$/, `: ${pick(nasty, random)}`)).join('\n');
    case 5:
      return lines
        .with(line, `${' '.repeat(Math.floor(random() * 5))}${(lines[line] ?? '').trim()}`)
        .join('\n');
    default:
      return text.slice(0, at) + text.slice(at, end).toUpperCase() + text.slice(end);
  }
}

const mutate = (text: string, random: Random): string => {
  let result = text;
  for (let rest = Math.floor(random() * random() * 6); rest > 0; rest -= 1)
    result = mutateOnce(result, random);
  return result;
};

function twoFiles(random: Random): void {
  const target = pick(targets, random);
  const row = pick(keyTable, random);
  const file = withKey(companions(row, target), row.key, row.sample);
  const inference = row.file === 'inference' ? file : inferenceFile;
  const deployment = row.file === 'deployment' ? file : smallest[target];
  const print = (value: object) => (random() < 0.5 ? stringify(value) : JSON.stringify(value, undefined, 2));
  const parsed = parseInferenceConfig(mutate(print(inference), random), 'inferenceconfig.yml');
  sourceLayout(parsed, '/project');
  const config = parseDeploymentConfig(mutate(print(deployment), random), 'deploymentconfig.yml');
  const base = planInput({ inference: inferenceFile, deployment: smallest[target] });
  makePlan(
    { ...base, inference: parsed, deployment: config, texts: { condaText: 'dependencies: []' } },
    nothingThere,
  );
}

/** Files of `az ml` v2; half of the deployments come without the file of their endpoint. */
function yamlFiles(random: Random): void {
  const { endpoint = '', deployment } = pick([yaml.managed, yaml.kubernetes, yaml.batch], random);
  const texts = {
    deployment: mutate(deployment, random),
    ...(random() < 0.5 && { endpoint: mutate(endpoint, random) }),
  };
  yaml.planOfYaml(texts, nothingThere, { labels: random() < 0.5 ? {} : yaml.around.labels });
}

function assetFiles(random: Random): void {
  parseEnvironmentYaml(
    mutate('name: e\nversion: 3\nimage: i:1\nconda_file: c.yml\n', random),
    'environment.yml',
  );
  parseModelYaml(mutate('name: m\npath: ./model\ntype: custom_model\n', random), 'model.yml');
}

/** Errors that are about a place in a file have to name it. */
const placed = new Set([
  'ConfigurationUnreadable',
  'ConfigurationInvalid',
  'ConfigurationConflict',
  'ConfigurationNotSupported',
]);

/** Far above any honest file on a busy machine. */
const tooLongMs = 2_000;

/** @returns `plan`, or the code of the error it ended in */
export function fuzzOne(seed: number): string {
  const random = randomFrom(seed);
  const started = performance.now();
  try {
    const draw = random();
    if (draw < 0.6) twoFiles(random);
    else if (draw < 0.95) yamlFiles(random);
    else assetFiles(random);
    return 'plan';
  } catch (error) {
    assert.ok(
      isExtensionError(error),
      `seed ${seed}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
    );
    if (placed.has(error.code)) assert.match(error.message, /line \d+/, `seed ${seed}: ${error.message}`);
    assert.doesNotMatch(
      error.message,
      /\bundefined\b|\[object Object\]|\bat .*\.ts:/,
      `seed ${seed}: ${error.message}`,
    );
    return error.code;
  } finally {
    const took = performance.now() - started;
    assert.ok(took < tooLongMs, `seed ${seed} took ${took} ms`);
  }
}
