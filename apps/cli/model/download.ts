// `azureml-release model download`.
import { resolve } from 'node:path';
import { text, toggle } from '../../../src/core/command-line/flag.ts';
import { downloadModel } from '../../../src/flows/download-model.ts';
import { findModel } from '../../../src/flows/models/find-model.ts';
import { outputFlag, workspaceFlags } from './flags/workspace-flags.ts';
import { asTable } from './model-report.ts';
import { openSession } from './session.ts';
import { defineVerb, invalidFor } from './verb.ts';

const invalid = invalidFor('download');

export const download = defineVerb({
  name: 'download',
  summary: 'download the files of a model version, verified',
  example: 'model download -i NAME:VERSION -t FOLDER -g RG -w WS [--overwrite]',
  flags: {
    'model-id': text('MODEL', 'name:version, or any other form of reference', 'i'),
    'target-dir': text('FOLDER', 'where to; it is made if it is not there', 't'),
    overwrite: toggle('write over files that are there; what is the same already is kept'),
    ...outputFlag,
    ...workspaceFlags,
  },
  async run(program, { values }) {
    const { 'model-id': id, 'target-dir': target, overwrite } = values;
    if (id === undefined) throw invalid('--model-id (-i) is missing');
    if (target === undefined) throw invalid('--target-dir (-t) is missing');
    const { workspace, ports, log, base } = await openSession(program, 'download', values);
    const { findOccupied, ...others } = ports;
    const { source, model } = await findModel(id, workspace, ports);
    const folder = resolve(base, target).replaceAll('\\', '/');
    const report = await downloadModel(
      { source, model: model.model, version: model.version, folder, patterns: [] },
      {
        ...others,
        match: (paths) => paths,
        progress: { show: (percent, what) => log.info(`${percent} %: ${what}`) },
        ...(!overwrite && { findOccupied }),
      },
    );
    const { modelPath, files, kept, bytes } = report;
    const shown = { id: `${model.model}:${model.version}`, path: modelPath, files, kept, bytes };
    if (values.output === 'table')
      program.writeOut(asTable(Object.keys(shown), [Object.values(shown).map(String)]));
    else if (values.output !== 'none') program.writeOut(`${JSON.stringify(shown, undefined, 2)}\n`);
    return 0;
  },
});
