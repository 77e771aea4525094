import assert from 'node:assert/strict';
import { deployFlags } from '../../../../apps/cli/model/flags.ts';
import { isSet, readFlags, valueOf, valuesOf } from '../../../../apps/cli/model/read-flags.ts';
import { keyTable } from '../../../../src/core/plan/keys/key-table.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const read = (...argv: readonly string[]) => readFlags('deploy', deployFlags, argv);

describe('apps/cli/model/read-flags.ts', () => {
  it('reads long and short names, with a blank or an equals sign', () => {
    for (const argv of [['--name', 'x'], ['-n', 'x'], ['--name=x']])
      assert.equal(valueOf(read(...argv), 'name'), 'x');
    assert.equal(valueOf(read('--ic', 'a.yml'), 'inference-config-file'), 'a.yml');
  });

  it('takes a boolean with and without its value', () => {
    assert.equal(isSet(read('--ae'), 'auth-enabled'), true);
    assert.equal(isSet(read('--ae', 'True', '-n', 'x'), 'auth-enabled'), true);
    assert.equal(isSet(read('--ae=false'), 'auth-enabled'), false);
  });

  it('takes several values of one flag, and the flag several times', () => {
    assert.deepEqual(valuesOf(read('-m', 'a:1', 'b:2', '-n', 'x', '-m', 'c:3'), 'model'), [
      'a:1',
      'b:2',
      'c:3',
    ]);
    assert.deepEqual(valuesOf(read('--tag', 'a=b=c'), 'tag'), ['a=b=c']);
  });

  const bad: readonly (readonly [readonly string[], string])[] = [
    [['--bogus'], "'--bogus'"],
    [['stray'], "'stray'"],
    [['-n'], '-n needs a value'],
    [['-n', '--ic', 'a'], '-n needs a value'],
    [['--cc', 'two'], "--cc is a number, and not 'two'"],
    [['--ae=maybe'], '--ae is true or false'],
    [['-n', 'a', '--name', 'b'], '--name is given twice'],
    [['-n', ' '], '-n is empty'],
  ];
  for (const [argv, words] of bad)
    it(`refuses ${argv.join(' ')}`, () => {
      assert.throws(() => read(...argv), catalogueError('CommandArgumentsInvalid', words));
    });

  it('names keys that the files have', () => {
    for (const { inference, deployment, names } of deployFlags) {
      const key = inference ?? deployment;
      const known = keyTable.some(
        (row) => row.key === key && row.file === (inference ? 'inference' : 'deployment'),
      );
      assert.ok(key === undefined || key === 'computeType' || known, names.join(' '));
    }
    const all = deployFlags.flatMap(({ names }) => names);
    assert.equal(new Set(all).size, all.length);
  });
});
