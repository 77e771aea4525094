// `azureml-release model package`.
import { resolve } from 'node:path';
import { many, text, toggle } from '../../../src/core/command-line/flag.ts';
import { deploymentConfigFrom } from '../../../src/core/config/deployment-config.ts';
import { inferenceConfigFrom } from '../../../src/core/config/inference-config.ts';
import { emptyDocument, withOverrides } from '../../../src/core/config/overrides.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { findModel } from '../../../src/flows/models/find-model.ts';
import { packageModel } from '../../../src/flows/models/package-model.ts';
import { readPlanFiles } from '../../../src/flows/plan/read-plan-files.ts';
import { inferenceDocument } from './deploy-documents.ts';
import { modelReferences } from './deploy-models.ts';
import { inferenceFlags } from './flags/inference-flags.ts';
import { outputFlag, workspaceFlags } from './flags/workspace-flags.ts';
import { asTable } from './model-report.ts';
import { openSession, projectFolder } from './session.ts';
import { defineVerb, invalidFor } from './verb.ts';

const invalid = invalidFor('package');

/** An image has no target of its own; the keys of a local container are those that it needs. */
const deployment = deploymentConfigFrom(
  withOverrides(emptyDocument('the command line'), [
    { key: 'computeType', value: 'local', flag: 'model package' },
  ]),
);

export const packageVerb = defineVerb({
  name: 'package',
  summary: 'put everything that an image of the model is built from into a folder',
  example: 'model package -m MODEL --ic FILE --output-path FOLDER -g RG -w WS',
  flags: {
    model: many('MODEL', 'name:version, or any other form of reference', 'm'),
    'model-metadata-file': many('FILE', 'a file that names a model', 'f'),
    'output-path': text(
      'FOLDER',
      'gets Dockerfile, conda file, code and models; without it nothing is built',
    ),
    'image-name': text('NAME', "the image's name in the command that is printed; default: the model's", 'in'),
    'image-label': text('LABEL', 'its label there; default: a hash of the content', 'il'),
    overwrite: toggle('write over files that are there'),
    ...inferenceFlags,
    ...outputFlag,
    ...workspaceFlags,
  },
  async run(program, line) {
    const { values } = line;
    const { 'output-path': output, 'image-name': named, 'image-label': label } = values;
    const base = projectFolder(program, values.path);
    const files = program.project.files(base);
    const references = await modelReferences(values, files, 'package');
    const name = (
      named ??
      /[^/:@]+/.exec(references[0]?.replace(/^azureml:/, '') ?? '')?.[0] ??
      'model'
    ).toLowerCase();
    if (output === undefined) throw fail('ModelPackageNotBuilt', { image: `${name}:${label ?? 'latest'}` });
    const document = await inferenceDocument(line, files, 'package');
    if (document === undefined) throw invalid('it needs an inference config: --ic FILE, or --es FILE');
    const read = await readPlanFiles(inferenceConfigFrom(document), deployment, base, files);
    const { workspace, ports, log } = await openSession(program, 'package', values);
    const models = await Promise.all(references.map((text) => findModel(text, workspace, ports)));
    const { findOccupied, ...others } = ports;
    const folder = resolve(base, output).replaceAll('\\', '/');
    const { tag, files: count } = await packageModel(
      { input: { ...read, service: name, workspace, deployment, lineage: {} }, models, folder },
      {
        ...others,
        match: (paths) => paths,
        progress: { show: (percent, what) => log.info(`${percent} %: ${what}`) },
        ...(!values.overwrite && { findOccupied }),
      },
    );
    const image = `${name}:${label ?? tag}`;
    const shown = { image, folder, files: count, build: `docker build -t ${image} ${folder}` };
    if (values.output === 'table')
      program.writeOut(asTable(Object.keys(shown), [Object.values(shown).map(String)]));
    else if (values.output !== 'none') program.writeOut(`${JSON.stringify(shown, undefined, 2)}\n`);
    return 0;
  },
});
