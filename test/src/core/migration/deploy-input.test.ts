import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  decideInput,
  deployTask,
  requiredInputs,
  successors,
  withoutSuccessor,
} from '../../../../src/core/migration/deploy-input.ts';

const at = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const task = JSON.parse(at('tasks/deploy-model/v1/task.json')) as {
  id: string;
  name: string;
  version: { Major: number };
  inputs: { name: string; aliases?: string[]; required: boolean }[];
};

describe('src/core/migration/deploy-input.ts', () => {
  it('names our deploy task as its task.json does', () => {
    const { id, reference, version } = deployTask;
    const major = String(task.version.Major);
    assert.deepEqual([id, reference, version], [task.id, `${task.name}@${major}`, `${major}.*`]);
  });

  it('maps to inputs that our task has, and knows those that it requires', () => {
    const names = task.inputs.map(({ name }) => name);
    for (const successor of Object.values(successors)) assert.ok(names.includes(successor), successor);
    const required = task.inputs.flatMap(({ name, required: needed }) => (needed ? [name] : []));
    assert.deepEqual([...requiredInputs].toSorted(), required.toSorted());
  });

  it('agrees with the names that our task accepts as aliases', () => {
    for (const { name, aliases = [] } of task.inputs) {
      for (const alias of aliases) assert.equal(successors[alias], name);
    }
  });

  it('says the same as the table in docs/migration.md, both ways', () => {
    const rows = [...at('docs/migration.md').matchAll(/^\| `(\w+)` \| (?:`(\w+)`|—)/gm)];
    const told = Object.fromEntries(
      rows.map(([, input = '', successor = '']): [string, string] => [input, successor]),
    );
    const known = {
      ...successors,
      ...Object.fromEntries(Object.keys(withoutSuccessor).map((input) => [input, ''])),
    };
    assert.deepEqual(told, known);
  });

  it('has a reason for every input that leaves', () => {
    for (const input of [...Object.keys(withoutSuccessor), 'somethingElse']) {
      const { becomes, notes } = decideInput(input, 'true');
      assert.equal(becomes, undefined);
      assert.ok(notes.length === 1 && notes[0]?.why !== '', input);
    }
  });
});
