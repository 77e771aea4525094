// `azureml-release model delete`.
import { text, toggle } from '../../../src/core/command-line/flag.ts';
import { modelTarget } from '../../../src/core/model/target.ts';
import { findModel } from '../../../src/flows/models/find-model.ts';
import { requireUnused } from '../../../src/flows/model-uses/model-users.ts';
import { hubFlag, hubsOf } from './flags/hub-flag.ts';
import { workspaceFlags } from './flags/workspace-flags.ts';
import { ownWorkspace } from './own-workspace.ts';
import { openSession } from './session.ts';
import { defineVerb, invalidFor } from './verb.ts';

const invalid = invalidFor('delete');

export const deleteModel = defineVerb({
  name: 'delete',
  summary: 'delete a model version that nothing runs',
  example: 'model delete -i NAME:VERSION -g RG -w WS',
  flags: {
    'model-id': text('MODEL', 'name:version, or any other form of reference with a version', 'i'),
    force: toggle('delete it although it is in use: what runs it fails at its next start'),
    ...hubFlag,
    ...workspaceFlags,
  },
  async run(program, { values }) {
    const { 'model-id': id } = values;
    if (id === undefined) throw invalid('--model-id (-i) is missing');
    // The latest one is another one for whoever runs this again.
    if (modelTarget(id).version === 'latest')
      throw invalid(`'${id}' names no version, and one is deleted only by name`);
    const hubs = hubsOf('delete', values['iot-hub'], program.environment);
    const { workspace, ports, options, log } = await openSession(program, 'delete', values);
    const found = await findModel(id, workspace, ports);
    const owner = ownWorkspace(found.source, 'delete');
    const { model, version } = found.model;
    if (values.force) log.warning(`Whether anything runs ${model}:${version} was not asked.`);
    else {
      const { createModelUses } = await import('../../../src/wiring/model-uses.ts');
      const finders = createModelUses(options, hubs, program.environment);
      await requireUnused(finders, owner, { model, version }, log);
    }
    await ports.registrations.delete(owner, model, version);
    log.info(`Deleted ${model}:${version}. Its files stay in the datastore.`);
    return 0;
  },
});
