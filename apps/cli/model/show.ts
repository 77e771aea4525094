// `azureml-release model show`.
import { text } from '../../../src/core/command-line/flag.ts';
import { given } from '../../../src/core/given.ts';
import type { ModelVersion } from '../../../src/core/model/version.ts';
import { findModel } from '../../../src/flows/models/find-model.ts';
import { listModels } from '../../../src/flows/models/list-models.ts';
import { outputFlag, workspaceFlags } from './flags/workspace-flags.ts';
import { modelsReport } from './model-report.ts';
import { openSession } from './session.ts';
import { defineVerb, invalidFor } from './verb.ts';

const invalid = invalidFor('show');

export const show = defineVerb({
  name: 'show',
  summary: 'show one model version',
  example: 'model show -g RG -w WS (-i NAME:VERSION | -n NAME [--version VERSION] | --run-id RUN)',
  flags: {
    'model-id': text('MODEL', 'name:version, or any other form of reference', 'i'),
    'model-name': text('NAME', 'the model; its latest version without --version', 'n'),
    version: text('VERSION', 'a version of --model-name'),
    'run-id': text('RUN', 'what this training run made'),
    ...outputFlag,
    ...workspaceFlags,
  },
  async run(program, { values }) {
    const { 'model-id': id, 'model-name': name, version, 'run-id': run } = values;
    if ((id === undefined) === (name === undefined && run === undefined))
      throw invalid('it needs either --model-id (-i), or --model-name (-n) or --run-id');
    if (version !== undefined && name === undefined) throw invalid('--version is for --model-name only');
    const { workspace, ports } = await openSession(program, 'show', values);
    const named = id ?? (run === undefined ? `${name ?? ''}:${version ?? 'latest'}` : undefined);
    let found: ModelVersion | undefined;
    if (named !== undefined) found = (await findModel(named, workspace, ports)).model;
    else {
      const filter = { tags: [], properties: [], ...given({ run }) };
      const request = { source: workspace, latest: false, filter, ...given({ name }) };
      found = (await listModels(request, ports.registry)).find(
        (one) => version === undefined || one.version === version,
      );
    }
    if (found === undefined) throw invalid(`no version that run '${run ?? ''}' made is registered`);
    program.writeOut(modelsReport(found, values.output));
    return 0;
  },
});
