// `azureml-release model list`.
import { many, text, toggle } from '../../../src/core/command-line/flag.ts';
import { given } from '../../../src/core/given.ts';
import { listModels } from '../../../src/flows/models/list-models.ts';
import { outputFlag, workspaceFlags } from './flags/workspace-flags.ts';
import { modelsReport } from './model-report.ts';
import { registryFlag, sourceNamed } from './source.ts';
import { openSession } from './session.ts';
import { defineVerb } from './verb.ts';

export const list = defineVerb({
  name: 'list',
  summary: 'list model versions',
  example: 'model list -g RG -w WS [-n NAME] [--latest] [FLAGS]',
  flags: {
    'model-name': text('NAME', 'only this model', 'n'),
    latest: toggle('only the most recently created version of each model', 'l'),
    'run-id': text('RUN', 'only what this training run made'),
    'dataset-id': text('ID', 'only versions that were registered with this sample dataset'),
    tag: many('NAME[=VALUE]', 'only versions with these tags'),
    property: many('NAME[=VALUE]', 'only versions with these properties'),
    ...registryFlag,
    ...outputFlag,
    ...workspaceFlags,
  },
  async run(program, { values }) {
    const { 'model-name': name, 'run-id': run, 'dataset-id': dataset } = values;
    const { tag: tags, property: properties, latest } = values;
    const session = await openSession(program, 'list', values);
    const source = await sourceNamed(session, values.registry, 'list');
    const filter = { tags, properties, ...given({ run, dataset }) };
    const found = await listModels({ source, latest, filter, ...given({ name }) }, session.ports.registry);
    program.writeOut(modelsReport(found, values.output));
    return 0;
  },
});
