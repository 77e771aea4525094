import assert from 'node:assert/strict';
import {
  type JsonSchema,
  readServiceSchema,
  sampleRequest,
} from '../../../../src/core/service/service-schema.ts';
import { tableSchema } from '../../../../src/core/service/table-schema.ts';

const rows: JsonSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      age: { type: 'integer', format: 'int64' },
      amount: { type: 'number' },
      country: { type: 'string' },
      known: { type: 'boolean' },
    },
  },
};
const columns = [
  { name: 'age', type: 'integer' },
  { name: 'amount', type: 'number' },
  { name: 'country', type: 'text' },
  { name: 'known', type: 'boolean' },
];

describe('src/core/service/table-schema.ts', () => {
  it('reads a list of dictionaries as a table', () => {
    assert.deepEqual(tableSchema({ input: { type: 'object', properties: { data: rows } } }), {
      ...{ kind: 'table', parameter: 'data', columns, further: [], isWrapped: false },
    });
  });

  it("reads Power BI's own form, rows below Inputs and answers below Results", () => {
    const inputs: JsonSchema = { type: 'object', properties: { input1: rows } };
    assert.deepEqual(
      tableSchema({
        input: { type: 'object', properties: { Inputs: inputs, GlobalParameters: { type: 'number' } } },
        output: { type: 'object', properties: { Results: { type: 'array' } } },
      }),
      {
        ...{ kind: 'table', parameter: 'Inputs.input1', columns, isWrapped: true },
        further: [{ name: 'GlobalParameters', type: 'number' }],
      },
    );
  });

  // As inference-schema 1.8 writes it for a dictionary of an array, a data frame and a number.
  it('names what a request needs beside the rows of a dictionary of several inputs', () => {
    const doubles: JsonSchema = { type: 'array', items: { type: 'number', format: 'double' } };
    const when: JsonSchema = { type: 'string', format: 'date-time' };
    const frame: JsonSchema = {
      ...{ type: 'array', format: 'pandas.DataFrame:records' },
      items: { type: 'object', required: ['when'], properties: { when } },
    };
    const inputs: JsonSchema = {
      type: 'object',
      required: ['input1', 'input2', 'input3'],
      properties: {
        input1: { type: 'array', items: doubles, format: 'numpy.ndarray' },
        input2: frame,
        input3: { type: 'number', format: 'double' },
      },
    };
    const input = { type: 'object', properties: { Inputs: inputs, settings: { type: 'object' } } };
    const output = { type: 'object', properties: { Results: doubles } };
    assert.deepEqual(tableSchema({ input, output }), {
      ...{ kind: 'table', parameter: 'Inputs.input2', isWrapped: true },
      columns: [{ name: 'when', type: 'date and time' }],
      further: [
        { name: 'Inputs.input1', type: 'list of lists of number' },
        { name: 'Inputs.input3', type: 'number' },
        { name: 'settings', type: 'dictionary' },
      ],
    });
  });

  const others: readonly (readonly [string, JsonSchema | undefined, RegExp])[] = [
    ['a script that describes nothing', undefined, /describes no input/],
    ['a bare list', { type: 'array', items: { type: 'number' } }, /no dictionary/],
    [
      'numbers without names',
      { type: 'object', properties: { data: { type: 'array', items: { type: 'array' } } } },
      /no parameter is a list of dictionaries/,
    ],
    [
      'a cell that holds a list',
      {
        type: 'object',
        properties: {
          data: { type: 'array', items: { type: 'object', properties: { x: { type: 'array' } } } },
        },
      },
      /column 'x' is of type array/,
    ],
  ];
  for (const [what, input, words] of others)
    it(`says why ${what} is no table`, () => {
      const table = tableSchema(input === undefined ? {} : { input });
      assert.equal(table.kind, 'no table');
      assert.match('reason' in table ? table.reason : '', words);
    });
});

describe('src/core/service/service-schema.ts', () => {
  const ServiceInput = { type: 'object', properties: { data: rows } };

  it('reads Swagger 2 and OpenAPI 3, and nothing else', () => {
    const two = readServiceSchema(JSON.stringify({ swagger: '2.0', definitions: { ServiceInput } }));
    const three = readServiceSchema(JSON.stringify({ components: { schemas: { ServiceInput } } }));
    assert.deepEqual(two, three);
    assert.deepEqual(
      two?.input?.properties?.['data']?.items?.properties?.['age'],
      rows.items?.properties?.['age'],
    );
    for (const text of ['', '<html>', '{}', '[]', '{"definitions": 5}'])
      assert.equal(readServiceSchema(text), undefined, text);
  });

  it("takes the script's own sample, else one of the right types", () => {
    assert.deepEqual(sampleRequest({ input: { ...ServiceInput, example: { data: [] } } }), { data: [] });
    assert.deepEqual(sampleRequest({ input: ServiceInput }), {
      data: [{ age: 0, amount: 0, country: '', known: false }],
    });
    assert.equal(sampleRequest({}), undefined);
  });
});
