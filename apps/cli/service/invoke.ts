// `azureml-release service invoke`: one request, as a caller sends it.
import { text } from '../../../src/core/command-line/flag.ts';
import { wordsOf } from '../../../src/core/deploy/smoke-test.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { requireService } from '../../../src/flows/service/require-service.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import { defineVerb, invalidFor } from '../model/verb.ts';
import { openService } from './open-service.ts';
import { serviceFlags } from './service-flags.ts';

const invalid = invalidFor('invoke', 'service');

/** Characters of an answer that a message shows. */
const shown = 300;

interface Given {
  readonly 'input-data': string | undefined;
  readonly 'input-file': string | undefined;
}

/** @throws CommandArgumentsInvalid, FileNotFound, FileUnreadable */
export async function requestBody(values: Given, files: ProjectFiles): Promise<string> {
  const { 'input-data': data, 'input-file': file } = values;
  if ((data === undefined) === (file === undefined)) throw invalid('give --input-data (-d) or --input-file');
  const body = data ?? (await files.readText(file ?? '', 'request'));
  try {
    JSON.parse(body);
  } catch (error) {
    if (file !== undefined)
      throw fail('FileUnreadable', { what: 'request', path: file, reason: 'it is not JSON' }, error);
    throw invalid(`--input-data is no JSON: '${body.slice(0, 60)}'`);
  }
  return body;
}

export const invoke = defineVerb({
  group: 'service',
  name: 'invoke',
  summary: 'send one request, and print the answer',
  example: `service invoke -n NAME -g RG -w WS --input-file request.json`,
  flags: {
    ...serviceFlags,
    'input-data': text('JSON', 'the request', 'd'),
    'input-file': text('FILE', 'a file that holds the request'),
  },
  async run(program, { values }) {
    const { target, ref, files } = await openService('invoke', program, values);
    const body = await requestBody(values, files);
    await requireService(target, ref);
    const said = await target.invoke(ref, body);
    const { status, body: answer } = said;
    if (status < 200 || status > 299)
      throw fail('ServiceAnswered', { service: ref.service, status, answer: wordsOf(said).slice(0, shown) });
    program.writeOut(answer.endsWith('\n') ? answer : `${answer}\n`);
    return 0;
  },
});
