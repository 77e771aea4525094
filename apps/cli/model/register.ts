// `azureml-release model register`.
import { resolve } from 'node:path';
import { choice, many, number, text } from '../../../src/core/command-line/flag.ts';
import type { FlagValues } from '../../../src/core/command-line/flag.ts';
import { readDocument } from '../../../src/core/config/document.ts';
import { given } from '../../../src/core/given.ts';
import {
  frameworkNames,
  frameworks,
  modelTypes,
  runArtifactUri,
  v1Properties,
} from '../../../src/core/model/registration.ts';
import { registerModel, type RegisterModelRequest } from '../../../src/flows/models/register-model.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import { outputFlag, workspaceFlags } from './flags/workspace-flags.ts';
import { modelsReport } from './model-report.ts';
import { namedValues } from './named-values.ts';
import { openSession, projectFolder } from './session.ts';
import { defineVerb, invalidFor } from './verb.ts';

const invalid = invalidFor('register');

const flags = {
  name: text('NAME', 'the model', 'n'),
  'model-path': text(
    'PATH',
    'file or folder to upload, or an azureml://datastores/... or azureml://jobs/... address',
    'p',
  ),
  'asset-path': text('PATH', 'what a training run left behind, by its path in the run; needs --run-id'),
  'run-id': text('RUN', 'the training run that made it', 'r'),
  'run-metadata-file': text('FILE', 'a file with run_id, in place of --run-id', 'f'),
  'experiment-name': text('NAME', `the run's experiment; kept as property ${v1Properties.experiment}`),
  'model-framework': choice(
    frameworkNames,
    'NAME',
    `${frameworkNames.join(', ')}; Multi is a Triton repository`,
  ),
  'model-framework-version': text('VERSION', `kept as property ${v1Properties.frameworkVersion}`),
  type: choice(modelTypes, 'TYPE', `${modelTypes.join(', ')}; default: what the framework says`),
  version: text('VERSION', 'default: the next free number'),
  'cpu-cores': number('NUMBER', `kept as property ${v1Properties.cpu}`, 'cc'),
  'memory-gb': number('NUMBER', `kept as property ${v1Properties.memory}`, 'gb'),
  'gpu-cores': number('NUMBER', `kept as property ${v1Properties.gpu}`, 'gc'),
  'sample-input-dataset-id': text('ID', `kept as property ${v1Properties.sampleInput}`),
  'sample-output-dataset-id': text('ID', `kept as property ${v1Properties.sampleOutput}`),
  tag: many('NAME=VALUE', 'tags, which may change later'),
  property: many('NAME=VALUE', 'properties, which never change'),
  description: text('TEXT', 'what it is', 'd'),
  'output-metadata-file': text('FILE', 'writes modelId, workspaceName and resourceGroupName there', 't'),
  ...outputFlag,
  ...workspaceFlags,
};

type Values = FlagValues<typeof flags>;

/** v1's own fields that are properties today. */
const keptFields = {
  [v1Properties.framework]: 'model-framework',
  [v1Properties.frameworkVersion]: 'model-framework-version',
  [v1Properties.experiment]: 'experiment-name',
  [v1Properties.cpu]: 'cpu-cores',
  [v1Properties.memory]: 'memory-gb',
  [v1Properties.gpu]: 'gpu-cores',
  [v1Properties.sampleInput]: 'sample-input-dataset-id',
  [v1Properties.sampleOutput]: 'sample-output-dataset-id',
} as const;

/** Default sizes were for deployments without a config; nothing reads them now. */
const sizes = ['cpu-cores', 'memory-gb', 'gpu-cores'] as const;

async function runOf(values: Values, files: ProjectFiles): Promise<{ run?: string; experiment?: string }> {
  const { 'run-id': id, 'run-metadata-file': path } = values;
  if (path === undefined) return given({ run: id });
  if (id !== undefined) throw invalid('--run-id and --run-metadata-file exclude each other');
  const { value } = readDocument(await files.readText(path, 'run metadata'), path);
  const read = (key: string): string | undefined => {
    const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
    return typeof found === 'string' && found !== '' ? found : undefined;
  };
  const run = read('run_id');
  if (run === undefined) throw invalid(`'${path}' names no run: it has no 'run_id'`);
  return { run, ...given({ experiment: read('_experiment_name') }) };
}

function fromOf(values: Values, run: string | undefined, base: string): RegisterModelRequest['from'] {
  const { 'model-path': path, 'asset-path': assetPath } = values;
  if ((path === undefined) === (assetPath === undefined))
    throw invalid('it needs either --model-path (-p) or --asset-path');
  if (path !== undefined)
    return /^(azureml|runs|https?):/i.test(path) ? { uri: path } : { path: resolve(base, path) };
  if (run === undefined) throw invalid('--asset-path is a path in a run: --run-id (-r) is missing');
  return { uri: runArtifactUri(run, assetPath ?? '') };
}

function propertiesOf(values: Values, experiment: string | undefined): Readonly<Record<string, string>> {
  const kept = Object.entries(keptFields).flatMap(([property, flag]) => {
    const value = values[flag];
    return value === undefined ? [] : [[property, String(value)] as const];
  });
  return {
    ...(experiment !== undefined && { [v1Properties.experiment]: experiment }),
    ...Object.fromEntries(kept),
    ...namedValues(values.property, '--property', invalid),
  };
}

export const register = defineVerb({
  name: 'register',
  summary: 'register a model: upload its files, or point at what a run left behind',
  example: 'model register -n NAME -p PATH -g RG -w WS [FLAGS]',
  flags,
  async run(program, { values }) {
    const { name: model, version, description, 'model-framework': framework } = values;
    if (model === undefined) throw invalid('--name (-n) is missing');
    const base = projectFolder(program, values.path);
    const { run: jobName, experiment } = await runOf(values, program.project.files(base));
    const from = fromOf(values, jobName, base);
    const properties = propertiesOf(values, experiment);
    const tags = namedValues(values.tag, '--tag', invalid);
    const type = values.type ?? frameworks[framework ?? 'Custom'];
    const { workspace, ports, log } = await openSession(program, 'register', values);
    const size = sizes.find((flag) => values[flag] !== undefined);
    if (size !== undefined)
      log.warning(
        `--${size} is kept as a property, and no service of today reads it: give the size in the deployment config.`,
      );
    const made = await registerModel(
      { workspace, model, from, type, tags, properties, ...given({ version, description, jobName }) },
      ports,
    );
    const file = values['output-metadata-file'];
    if (file !== undefined) {
      const { name: workspaceName, resourceGroup: resourceGroupName } = workspace;
      const written = { modelId: `${made.model}:${made.version}`, workspaceName, resourceGroupName };
      await ports.writeText(resolve(base, file), `${JSON.stringify(written, undefined, 2)}\n`);
    }
    program.writeOut(modelsReport(made, values.output));
    return 0;
  },
});
