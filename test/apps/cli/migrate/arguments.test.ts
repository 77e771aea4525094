import assert from 'node:assert/strict';
import { parseArguments } from '../../../../apps/cli/migrate/arguments.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

describe('apps/cli/migrate/arguments.ts', () => {
  it('reads everything that can be given', () => {
    const argv = [
      'a.json',
      '--output',
      'b.json',
      '--connection',
      'c',
      '--resource-group',
      'g',
      '--workspace',
      'w',
      '--json',
    ];
    assert.deepEqual(parseArguments(argv), {
      file: 'a.json',
      output: 'b.json',
      inPlace: false,
      json: true,
      options: { connection: 'c', resourceGroup: 'g', workspace: 'w' },
    });
  });

  it('needs a file only', () => {
    assert.deepEqual(parseArguments(['a.yml']), { file: 'a.yml', inPlace: false, json: false, options: {} });
    assert.deepEqual(parseArguments(['--in-place', 'a.yml']), {
      file: 'a.yml',
      inPlace: true,
      json: false,
      options: {},
    });
  });

  it('explains itself when it is asked to, whatever else is there', () => {
    assert.equal(parseArguments(['--help']), 'help');
    assert.equal(parseArguments(['a', 'b', '-h']), 'help');
  });

  for (const [argv, problem] of [
    [[], 'it names no file'],
    [['a', 'b'], "'b' is a second file"],
    [['a', '--output', 'b', '--in-place'], '--output and --in-place exclude each other'],
    [['a', '--workspace', 'w'], '--resource-group and --workspace belong together'],
    [['a', '--resource-group', 'g'], '--resource-group and --workspace belong together'],
    [['a', '--connection', ' '], '--connection is empty'],
    [['a', '--connection'], '--connection'],
    [['a', '--inplace'], "'--inplace'"],
  ] as const) {
    it(`refuses '${argv.join(' ')}' and says why`, () => {
      assert.throws(
        () => parseArguments(argv),
        catalogueError('CommandArgumentsInvalid', 'azureml-release migrate', problem),
      );
    });
  }
});
