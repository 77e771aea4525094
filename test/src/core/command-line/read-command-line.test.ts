import assert from 'node:assert/strict';
import fc from 'fast-check';
import { boolean, choice, many, number, text, toggle } from '../../../../src/core/command-line/flag.ts';
import { readCommandLine, type Reading } from '../../../../src/core/command-line/read-command-line.ts';

const table = {
  name: text('NAME', 'the name', 'n'),
  model: many('MODEL', 'models', 'm'),
  'cpu-cores': number('NUMBER', 'cores', 'cc'),
  'auth-enabled': boolean('keys', 'ae'),
  format: choice(['json', 'table'], 'F', 'the format'),
  json: toggle('as JSON'),
};

const reading: Reading = { invalid: (problem) => new Error(problem) };
const read = (...argv: readonly string[]) => readCommandLine(argv, table, reading);

describe('src/core/command-line/read-command-line.ts', () => {
  it('gives every flag a value of its type, whatever was given', () => {
    assert.deepEqual(read().values, {
      ...{ name: undefined, model: [], 'cpu-cores': undefined, 'auth-enabled': undefined },
      ...{ format: undefined, json: false },
    });
  });

  it('reads long and short names, with a blank or an equals sign', () => {
    for (const argv of [['--name', 'x'], ['-n', 'x'], ['--name=x'], ['-n=x']])
      assert.equal(read(...argv).values.name, 'x');
    assert.equal(read('--cc=2.5').values['cpu-cores'], 2.5);
    assert.equal(read('--cpu-cores', '-1').values['cpu-cores'], -1);
  });

  it('takes a boolean of v1 with and without its value', () => {
    assert.equal(read('--ae').values['auth-enabled'], true);
    assert.equal(read('--ae', 'True', '-n', 'x').values['auth-enabled'], true);
    assert.equal(read('--ae=false').values['auth-enabled'], false);
  });

  it('takes several values of one flag, and the flag several times', () => {
    const { model, name } = read('-m', 'a:1', 'b:2', '-n', 'x', '--model', 'c=3').values;
    assert.deepEqual([model, name], [['a:1', 'b:2', 'c=3'], 'x']);
  });

  it('tells how a flag was typed, and what belongs to none', () => {
    const { typed, words } = readCommandLine(['a', '--ae', 'b', '--', '--json'], table, {
      ...reading,
      words: 'any',
    });
    assert.deepEqual([typed, words], [{ 'auth-enabled': '--ae' }, ['a', 'b', '--json']]);
  });

  const bad: readonly (readonly [readonly string[], string])[] = [
    [['--bogus'], "it knows no flag '--bogus'"],
    [['-name', 'x'], "it knows no flag '-name'; it is written --name"],
    [['--n', 'x'], "it knows no flag '--n'; it is written -n"],
    [['--cpucores', '1'], "it knows no flag '--cpucores'; it is written --cpu-cores"],
    [['stray'], "it does not know what to do with 'stray'"],
    [['-n'], '-n needs a value'],
    [['-n', '--json'], '-n needs a value'],
    [['--cc', 'two'], "--cc is a number, and not 'two'"],
    [['--ae=maybe'], "--ae is true or false, and not 'maybe'"],
    [['--json=yes'], "--json takes no value, and not 'yes'"],
    [['-n', 'a', '-n', 'b'], '-n is given twice'],
    [['-n', 'a', '--name', 'b'], '--name is given twice: -n is another name of the same'],
    [['-n', ' '], '-n is empty'],
    [['--format', 'xml'], "--format is 'xml' but knows json, table only"],
    [['-1'], "'-1' is no flag"],
  ];
  for (const [argv, problem] of bad)
    it(`refuses '${argv.join(' ')}'`, () => {
      assert.throws(() => read(...argv), new Error(problem));
    });

  it('says what it is told about a flag that it does not know', () => {
    const aboutUnknown = (typed: string) => (typed === '--ic' ? "'deploy' takes it" : undefined);
    assert.throws(
      () => readCommandLine(['--ic', 'a'], table, { ...reading, aboutUnknown }),
      new Error("it knows no flag '--ic'; 'deploy' takes it"),
    );
  });

  it('reads or refuses whatever is typed, and loses no word', () => {
    const word = fc.oneof(
      fc.constantFrom('-n', '--name', '-m', '--cc', '--ae', '--json', '--', '-', '--name=', 'true'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word), (argv) => {
        try {
          const { values, words } = readCommandLine(argv, table, { ...reading, words: 'any' });
          const read = [...words, ...values.model, values.name];
          // Each word is a flag, a value, or a word of its own: none is passed over.
          for (const one of argv.filter(
            (each) => !each.startsWith('-') && !/^(true|false|json|table)$/i.test(each),
          ))
            assert.ok(read.includes(one) || Number(one) === values['cpu-cores'], one);
        } catch (error) {
          assert.ok(error instanceof Error && !(error instanceof TypeError), String(error));
        }
      }),
    );
  });
});
