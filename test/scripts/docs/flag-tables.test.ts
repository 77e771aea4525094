import assert from 'node:assert/strict';
import { flagTables, withFlagTables } from '../../../scripts/docs/flag-tables.ts';
import { verbs } from '../../../apps/cli/model/verbs.ts';

const mark = (name: string) => `<!-- flags of ${name}:begin -->\nold\n<!-- flags of ${name}:end -->`;

describe('scripts/docs/flag-tables.ts', () => {
  it('puts each table between its marks', () => {
    const page = withFlagTables(`a\n${mark('x')}\nb`, new Map([['x', 'TABLE']]));
    assert.equal(page, 'a\n<!-- flags of x:begin -->\n\nTABLE\n\n<!-- flags of x:end -->\nb');
    assert.equal(withFlagTables(page, new Map([['x', 'TABLE']])), page);
  });

  it('refuses a page without the marks of a verb, and marks without a verb', () => {
    assert.throws(() => withFlagTables('', new Map([['x', 'T']])), /no marks for the flags of x/);
    assert.throws(() => withFlagTables(mark('y'), new Map()), /the flags of 'y', which has none/);
  });

  it('shows every flag of every verb of model in one of the tables that it names', () => {
    const tables = flagTables();
    const all = [...tables.values()].join('\n');
    for (const { name, flags } of verbs) {
      assert.ok(tables.has(`model ${name}`));
      for (const flag of Object.keys(flags))
        assert.ok(all.includes(`\`--${flag}`) || all.includes(`\`-${flag}\``), flag);
    }
  });
});
