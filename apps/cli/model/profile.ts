// `azureml-release model profile`: understood, and answered with what takes its place.
import { many, number, text } from '../../../src/core/command-line/flag.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { modelTarget } from '../../../src/core/model/target.ts';
import { modelReferences } from './deploy-models.ts';
import { inferenceFlags } from './flags/inference-flags.ts';
import { workspaceFlags } from './flags/workspace-flags.ts';
import { defineVerb, invalidFor } from './verb.ts';

const invalid = invalidFor('profile');

export const profile = defineVerb({
  name: 'profile',
  summary: 'says what takes the place of v1 profiling, which Azure Machine Learning does not offer any more',
  example: 'model profile -n NAME -m MODEL --ic FILE -g RG -w WS',
  flags: {
    name: text('NAME', 'the profile', 'n'),
    model: many('MODEL', 'name:version, or any other form of reference', 'm'),
    'model-metadata-file': many('FILE', 'a file that names a model', 'f'),
    'input-dataset-id': text('ID', 'tabular dataset with one request a row', 'idi'),
    'input-data': text('JSON', 'a request, as the first version of the command took it', 'd'),
    'cpu-cores': number('NUMBER', 'most cores to try', 'cc'),
    'memory-in-gb': number('NUMBER', 'most memory to try', 'gb'),
    'output-metadata-file': text('FILE', 'where the result would go', 't'),
    ...inferenceFlags,
    ...workspaceFlags,
  },
  async run(program, { values }) {
    const { name, path = program.project.workingFolder } = values;
    if (name === undefined) throw invalid('--name (-n) is missing');
    const references = await modelReferences(values, program.project.files(path), 'profile');
    const models = references.map((text) => {
      const target = modelTarget(text);
      return `${target.name}:${target.version}`;
    });
    throw fail('ModelProfilingGone', { profile: name, models: models.join(', ') });
  },
});
