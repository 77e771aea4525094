import assert from 'node:assert/strict';
import { jsonReport, textReport } from '../../../../apps/cli/migrate/report.ts';
import { type MigrationEntry, asked, changed, kept } from '../../../../src/core/migration/entry.ts';
import type { MigrationOutcome } from '../../../../src/flows/migrate.ts';

const entries: readonly MigrationEntry[] = [
  { where: 'line 2', ...changed('a is now b', 'because') },
  { where: 'line 2', ...asked('c is open', 'who knows', 'Look.') },
  { where: 'line 9', ...kept('d', 'fine') },
];
const outcome = (some: readonly MigrationEntry[], written?: string): MigrationOutcome => ({
  kind: 'YAML pipeline',
  text: 'x',
  entries: some,
  ...(written === undefined ? {} : { written }),
});
const whereIsIt = 'Nothing was written.';

describe('apps/cli/migrate/report.ts', () => {
  it('shows a person each place once, the actions in a column, and what to do', () => {
    assert.equal(
      textReport({ file: 'a.yml', outcome: outcome(entries, 'b.yml'), whereIsIt }),
      [
        'a.yml: YAML pipeline',
        '',
        'line 2',
        '  changed   a is now b',
        '            because',
        '  question  c is open',
        '            who knows',
        '            -> Look.',
        '',
        'line 9',
        '  kept      d',
        '            fine',
        '',
        '1 changed, 1 kept, 1 question remains.',
        'Written: b.yml',
        '',
      ].join('\n'),
    );
  });

  it('says so when nothing is left, and when nothing was there', () => {
    const without = entries.filter(({ action }) => action !== 'question');
    assert.match(
      textReport({ file: 'a', outcome: outcome(without), whereIsIt }),
      /1 changed, 1 kept, everything was carried over\.\nNothing was written\.\n$/,
    );
    assert.match(
      textReport({ file: 'a', outcome: outcome([]), whereIsIt }),
      /\n\nNothing of the retired extension is in it\.\n/,
    );
    const two = [...entries, ...entries];
    assert.match(textReport({ file: 'a', outcome: outcome(two), whereIsIt }), /2 questions remain\./);
  });

  it('names the place of a release definition as a whole', () => {
    const whole = [{ where: '', ...asked('c', 'w', 'n') }];
    assert.match(textReport({ file: 'a', outcome: outcome(whole), whereIsIt }), /\nthe whole definition\n/);
  });

  it('tells a program the same on one line', () => {
    const text = jsonReport({ file: 'a.yml', outcome: outcome(entries), whereIsIt });
    assert.equal(text.indexOf('\n'), text.length - 1);
    assert.deepEqual(JSON.parse(text), {
      file: 'a.yml',
      kind: 'YAML pipeline',
      written: null,
      summary: { changed: 1, kept: 1, questions: 1 },
      entries,
    });
  });
});
