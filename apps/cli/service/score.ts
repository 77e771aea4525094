// `azureml-release service score`: files in, files out, by a job of a batch endpoint.
import { resolve } from 'node:path';
import { isAddress, type BatchInput } from '../../../src/core/batch/batch-input.ts';
import { text, toggle } from '../../../src/core/command-line/flag.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { given } from '../../../src/core/given.ts';
import { invokeBatch } from '../../../src/flows/batch/invoke-batch.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import { workspaceFlags } from '../model/flags/workspace-flags.ts';
import { openSession } from '../model/session.ts';
import { defineVerb, invalidFor } from '../model/verb.ts';

const invalid = invalidFor('score', 'service');

/** A folder of this machine is uploaded; an address is for the cluster to read. */
async function inputOf(input: string, isFile: boolean, files: ProjectFiles): Promise<BatchInput> {
  if (isAddress(input)) return { kind: 'address', uri: input, isFile };
  const found = await files.listTree(input);
  if (found.length === 0) throw fail('BatchInputEmpty', { input });
  return { kind: 'files', files: found };
}

export const score = defineVerb({
  group: 'service',
  name: 'score',
  summary: 'score files with a batch endpoint: upload, start a job, wait, collect its output',
  example: 'service score -n NAME -g RG -w WS --input FOLDER --output-dir FOLDER',
  flags: {
    name: text('NAME', 'the batch endpoint', 'n'),
    deployment: text('NAME', 'one deployment of several; default: the default one', 'version-name vn'),
    input: text(
      'PLACE',
      'a folder here, or an address: azureml://..., https://..., the ARM id of a data asset',
    ),
    'input-is-file': toggle('the address is that of one file'),
    'output-dir': text('FOLDER', 'where the output goes; it is made if it is not there'),
    ...workspaceFlags,
  },
  async run(program, { values }) {
    const { name: endpoint, deployment, input, 'output-dir': output, 'input-is-file': isFile } = values;
    if (endpoint === undefined) throw invalid('--name (-n) is missing');
    if (input === undefined) throw invalid('--input is missing');
    if (output === undefined) throw invalid('--output-dir is missing');
    const { workspace, files, base, options } = await openSession(program, 'score', values, 'service');
    const { batchInvocation } = await import('../../../src/wiring/batch-target.ts');
    const report = await invokeBatch(
      {
        ...{ workspace, endpoint, input: await inputOf(input, isFile, files) },
        ...given({ deployment }),
        folder: resolve(base, output).replaceAll('\\', '/'),
      },
      batchInvocation(options),
    );
    program.writeOut(`${JSON.stringify(report, undefined, 2)}\n`);
    return 0;
  },
});
