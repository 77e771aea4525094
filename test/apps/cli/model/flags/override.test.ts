import assert from 'node:assert/strict';
import { deploymentFlags } from '../../../../../apps/cli/model/flags/deployment-flags.ts';
import { inferenceFlags } from '../../../../../apps/cli/model/flags/inference-flags.ts';
import { overridesIn } from '../../../../../apps/cli/model/flags/override.ts';
import { verbs } from '../../../../../apps/cli/model/verbs.ts';
import { namesOf } from '../../../../../src/core/command-line/flag.ts';
import { keyTable } from '../../../../../src/core/plan/keys/key-table.ts';

describe('apps/cli/model/flags', () => {
  it('names keys that the files have', () => {
    const all = [...overridesIn(inferenceFlags, 'inference'), ...overridesIn(deploymentFlags, 'deployment')];
    assert.ok(all.length > 40);
    for (const [name, { key, file }] of all) {
      const known = keyTable.some((row) => row.key === key && row.file === file);
      assert.ok(key === 'computeType' || known, name);
    }
  });

  for (const { name, flags, help } of verbs)
    it(`gives every name of ${name} to one flag, and explains each`, () => {
      const names = Object.entries(flags).flatMap(([long, flag]) => namesOf(long, flag));
      assert.equal(new Set(names).size, names.length);
      for (const one of names) assert.ok(help.includes(one), one);
      for (const { about } of Object.values(flags)) assert.ok(about.length > 3);
    });
});
