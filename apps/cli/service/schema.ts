// `azureml-release service schema`: the swagger document, and the input as a table for Power BI and spreadsheets.
import { serviceDocuments } from '../../../src/adapters/scoring/service-documents.ts';
import { choice } from '../../../src/core/command-line/flag.ts';
import { sampleRequest } from '../../../src/core/service/service-schema.ts';
import { tableSchema, type TableSchema } from '../../../src/core/service/table-schema.ts';
import { describeService } from '../../../src/flows/service/describe-service.ts';
import { requireService } from '../../../src/flows/service/require-service.ts';
import { defineVerb } from '../model/verb.ts';
import { callerCredential } from './client.ts';
import { openService } from './open-service.ts';
import { serviceFlags } from './service-flags.ts';

const formats = ['table', 'json', 'swagger'] as const;

function tableText(uri: string, table: TableSchema): string {
  if (table.kind === 'no table') return `swagger  ${uri}\nNo table can be sent: ${table.reason}.\n`;
  const { parameter, columns, further, isWrapped } = table;
  const width = Math.max(...columns.map(({ name }) => name.length));
  return [
    `swagger  ${uri}`,
    `rows     ${parameter}: a list of dictionaries${isWrapped ? ', answers under Results' : ''}`,
    ...columns.map(({ name, type }) => `  ${name.padEnd(width)}  ${type}`),
    ...further.map(({ name, type }) => `besides  ${name}: ${type}, one for all rows`),
    '',
  ].join('\n');
}

export const schema = defineVerb({
  group: 'service',
  name: 'schema',
  summary: "the service's own document of its requests, and its input as a table (Power BI, spreadsheets)",
  example: 'service schema -n NAME -g RG -w WS [--output table|json|swagger]',
  flags: {
    ...serviceFlags,
    output: choice(
      formats,
      'FORMAT',
      `${formats.join(', ')}; default: table. swagger is the document as it is`,
      'o',
    ),
  },
  async run(program, { values }) {
    const open = await openService('schema', program, values);
    const state = await requireService(open.target, open.ref);
    const credential = await callerCredential(open, state);
    const described = await describeService(serviceDocuments, state, credential, open.ref.deployment);
    const { uri, document, schema: service } = described;
    const table = tableSchema(service);
    const sample = sampleRequest(service);
    const texts: Readonly<Record<string, string>> = {
      swagger: document.endsWith('\n') ? document : `${document}\n`,
      json: `${JSON.stringify({ swaggerUri: uri, ...service, sample, table })}\n`,
    };
    program.writeOut(texts[values.output ?? ''] ?? tableText(uri, table));
    return 0;
  },
});
