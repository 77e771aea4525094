// Random and mutated files on their way to a plan: each must end in a plan or in an error that says where and what.
import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { parseDeploymentConfig } from '../../../../../src/core/config/deployment-config.ts';
import { parseInferenceConfig } from '../../../../../src/core/config/inference-config.ts';
import { targets, type Target } from '../../../../../src/core/config/target.ts';
import { parseEnvironmentYaml, parseModelYaml } from '../../../../../src/core/config/v2/assets.ts';
import { sourceLayout } from '../../../../../src/core/deploy/source-layout.ts';
import { isExtensionError } from '../../../../../src/core/errors/extension-error.ts';
import { keyTable } from '../../../../../src/core/plan/keys/key-table.ts';
import { makePlan } from '../../../../../src/core/plan/make-plan.ts';
import { planYamlFiles } from '../../../../../src/core/plan/v2/plan-files.ts';
import { readPlanFiles } from '../../../../../src/flows/plan/read-plan-files.ts';
import { readYamlFiles } from '../../../../../src/flows/plan/read-yaml-files.ts';
import { companions, withKey } from './companions.ts';
import { waysOut, type FuzzProject } from './fuzz-project.ts';
import { inferenceFile, nothingThere, planInput, smallest } from './plan-input.ts';
import * as yaml from './yaml-files.ts';

/** A generator of numbers in [0, 1) from a seed, so that every failure can be repeated (mulberry32). */
function randomFrom(seed: number): () => number {
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
    ...waysOut,
    '../../etc/passwd',
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

/** One of the paths in a file, replaced by one that leads out of the project. */
function leadOut(text: string, random: Random): string {
  const paths = [...text.matchAll(/(?:\.\.?\/)?[\w/]+\.(?:py|ya?ml|pem)\b|\.\.?\/\w+/g)];
  const found = random() < 0.3 && paths.length > 0 ? pick(paths, random) : undefined;
  if (found === undefined) return text;
  return text.slice(0, found.index) + pick(waysOut, random) + text.slice(found.index + found[0].length);
}

interface V1Texts {
  readonly inference: string;
  readonly deployment: string;
  readonly target: Target;
}

function v1Texts(random: Random): V1Texts {
  const target = pick(targets, random);
  const row = pick(keyTable, random);
  const file = withKey(companions(row, target), row.key, row.sample);
  const inference = row.file === 'inference' ? file : inferenceFile;
  const deployment = row.file === 'deployment' ? file : smallest[target];
  const print = (value: object) => (random() < 0.5 ? stringify(value) : JSON.stringify(value, undefined, 2));
  return {
    inference: mutate(print(inference), random),
    deployment: mutate(print(deployment), random),
    target,
  };
}

const condaText = 'dependencies: []';

function twoFiles(random: Random): void {
  const { inference, deployment, target } = v1Texts(random);
  const parsed = parseInferenceConfig(inference, 'inferenceconfig.yml');
  sourceLayout(parsed, '/project');
  const config = parseDeploymentConfig(deployment, 'deploymentconfig.yml');
  const base = planInput({ inference: inferenceFile, deployment: smallest[target] });
  makePlan({ ...base, inference: parsed, deployment: config, texts: { condaText } }, nothingThere);
}

/** The same, with the files that they name read from the disk. */
async function twoFilesOnDisk(random: Random, project: FuzzProject): Promise<void> {
  const { inference, deployment, target } = v1Texts(random);
  const parsed = parseInferenceConfig(leadOut(inference, random), 'inferenceconfig.yml');
  const config = parseDeploymentConfig(leadOut(deployment, random), 'deploymentconfig.yml');
  const base = planInput({ inference: inferenceFile, deployment: smallest[target] });
  const read = await readPlanFiles(parsed, config, project.root, project.with({}));
  makePlan({ ...base, deployment: config, ...read }, nothingThere);
}

/** Files of `az ml` v2; half of the deployments come without the file of their endpoint. */
function v2Texts(random: Random): yaml.YamlTexts {
  const { endpoint = '', deployment } = pick([yaml.managed, yaml.kubernetes, yaml.batch], random);
  return {
    deployment: mutate(deployment, random),
    ...(random() < 0.5 && { endpoint: mutate(endpoint, random) }),
  };
}

const labelsFor = (random: Random) => (random() < 0.5 ? {} : yaml.around.labels);

function yamlFiles(random: Random): void {
  yaml.planOfYaml(v2Texts(random), nothingThere, { labels: labelsFor(random) });
}

async function yamlFilesOnDisk(random: Random, project: FuzzProject): Promise<void> {
  const { deployment, endpoint } = v2Texts(random);
  const texts = {
    'deploy/deployment.yml': leadOut(deployment, random),
    ...(endpoint !== undefined && { 'deploy/endpoint.yml': endpoint }),
  };
  const paths = {
    deployment: 'deploy/deployment.yml',
    ...(endpoint !== undefined && { endpoint: 'deploy/endpoint.yml' }),
    overrides: [],
  };
  const read = await readYamlFiles(paths, project.with(texts));
  const service = read.files.deployment.value.endpoint_name;
  planYamlFiles({ ...yaml.around, ...read, service, labels: labelsFor(random) }, nothingThere);
}

function assetFiles(random: Random): void {
  parseEnvironmentYaml(
    mutate('name: e\nversion: 3\nimage: i:1\nconda_file: c.yml\n', random),
    'environment.yml',
  );
  parseModelYaml(mutate('name: m\npath: ./model\ntype: custom_model\n', random), 'model.yml');
}

/** Each with its share of the cases. */
const kinds: readonly (readonly [
  share: number,
  run: (random: Random, project: FuzzProject) => void | Promise<void>,
])[] = [
  [0.4, twoFiles],
  [0.3, yamlFiles],
  [0.1, twoFilesOnDisk],
  [0.15, yamlFilesOnDisk],
  [0.05, assetFiles],
];

function kindOf(random: Random) {
  let rest = random();
  return (kinds.find(([share]) => (rest -= share) < 0) ?? kinds[0])?.[1] ?? twoFiles;
}

/** Errors that are about a place in a file have to name it. */
const placed = new Set([
  'ConfigurationUnreadable',
  'ConfigurationInvalid',
  'ConfigurationConflict',
  'ConfigurationNotSupported',
]);

/** @returns `plan`, or the code of the error it ended in */
export async function fuzzOne(seed: number, project: FuzzProject): Promise<string> {
  const random = randomFrom(seed);
  try {
    await kindOf(random)(random, project);
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
    assert.deepEqual(project.reads.outside, [], `seed ${seed} read outside the project`);
  }
}
