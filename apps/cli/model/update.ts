// `azureml-release model update`.
import { many, number, text } from '../../../src/core/command-line/flag.ts';
import { given } from '../../../src/core/given.ts';
import { v1Properties } from '../../../src/core/model/registration.ts';
import { findModel } from '../../../src/flows/models/find-model.ts';
import { outputFlag, workspaceFlags } from './flags/workspace-flags.ts';
import { modelsReport } from './model-report.ts';
import { namedValues } from './named-values.ts';
import { ownWorkspace } from './own-workspace.ts';
import { openSession } from './session.ts';
import { defineVerb, invalidFor } from './verb.ts';

const invalid = invalidFor('update');

/** What v1 kept in fields is a property today, and a property never changes. */
const fixed = {
  'cpu-cores': v1Properties.cpu,
  'memory-gb': v1Properties.memory,
  'gpu-cores': v1Properties.gpu,
  'sample-input-dataset-id': v1Properties.sampleInput,
  'sample-output-dataset-id': v1Properties.sampleOutput,
} as const;

const flagNames = Object.keys(fixed) as readonly (keyof typeof fixed)[];

export const update = defineVerb({
  name: 'update',
  summary: 'change tags and description of a model version, or add properties',
  example: 'model update -i NAME:VERSION -g RG -w WS [--add-tag NAME=VALUE] [FLAGS]',
  flags: {
    'model-id': text('MODEL', 'name:version, or any other form of reference', 'i'),
    'add-tag': many('NAME=VALUE', 'tags to add or to give another value'),
    'remove-tag': many('NAME', 'tags to take away'),
    'add-property': many('NAME=VALUE', 'properties to add; one that is there never changes'),
    description: text('TEXT', 'what it is', 'd'),
    'cpu-cores': number('NUMBER', `adds property ${v1Properties.cpu}`, 'cc'),
    'memory-gb': number('NUMBER', `adds property ${v1Properties.memory}`, 'gb'),
    'gpu-cores': number('NUMBER', `adds property ${v1Properties.gpu}`, 'gc'),
    'sample-input-dataset-id': text('ID', `adds property ${v1Properties.sampleInput}`),
    'sample-output-dataset-id': text('ID', `adds property ${v1Properties.sampleOutput}`),
    ...outputFlag,
    ...workspaceFlags,
  },
  async run(program, { values }) {
    const { 'model-id': id, description, 'remove-tag': removed } = values;
    if (id === undefined) throw invalid('--model-id (-i) is missing');
    const addTags = namedValues(values['add-tag'], '--add-tag', invalid);
    // v1 took name=value here, too: the value plays no part.
    const removeTags = removed.map((text) => text.split('=', 1)[0] ?? text);
    const fields = flagNames.flatMap((flag) => {
      const value = values[flag];
      return value === undefined ? [] : [[fixed[flag], String(value)] as const];
    });
    const addProperties = {
      ...Object.fromEntries(fields),
      ...namedValues(values['add-property'], '--add-property', invalid),
    };
    const both = removeTags.find((name) => Object.hasOwn(addTags, name));
    if (both !== undefined) throw invalid(`it can not both add and remove the tag '${both}'`);
    const isNothing =
      description === undefined &&
      [addTags, removeTags, addProperties].every((part) => Object.keys(part).length === 0);
    if (isNothing) throw invalid('it names nothing to change');
    const { workspace, ports } = await openSession(program, 'update', values);
    const found = await findModel(id, workspace, ports);
    const { model, version } = found.model;
    const change = { addTags, removeTags, addProperties, ...given({ description }) };
    const owner = ownWorkspace(found.source, 'update');
    program.writeOut(
      modelsReport(await ports.registrations.change(owner, model, version, change), values.output),
    );
    return 0;
  },
});
