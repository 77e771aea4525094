import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { importCircles, readImports } from '../../../scripts/lint/import-circles.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folders = ['src', 'artifact-source', 'tasks', 'apps', 'scripts', 'bench', 'test'];

describe('scripts/lint/import-circles.ts', () => {
  it('finds no file in this repository that imports itself by way of others', () => {
    const imports = readImports(root, folders);
    assert.ok(imports.size > 1000, `only ${imports.size} files were read`);
    assert.deepEqual(
      importCircles(imports).map((circle) => circle.join(' > ')),
      [],
    );
  });

  it('shows a circle once, whoever is looked at first', () => {
    const circle: readonly (readonly [string, readonly string[]])[] = [
      ['b', ['c']],
      ['c', ['a', 'd']],
      ['a', ['b']],
      ['d', []],
    ];
    for (let turn = 0; turn < circle.length; turn += 1)
      assert.deepEqual(importCircles(new Map([...circle.slice(turn), ...circle.slice(0, turn)])), [
        ['a', 'b', 'c'],
      ]);
  });

  it('finds a circle exactly where the files have no order', () => {
    const edge = fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 6 }));
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 12 }), (edges) => {
        const imports = new Map(
          Array.from({ length: 7 }, (_, from) => [
            String(from),
            edges.filter(([one]) => one === from).map(([, to]) => String(to)),
          ]),
        );
        const left = new Map(imports);
        for (;;) {
          const free = [...left].filter(([, to]) => to.every((one) => !left.has(one)));
          if (free.length === 0) break;
          for (const [path] of free) left.delete(path);
        }
        assert.equal(importCircles(imports).length > 0, left.size > 0);
      }),
    );
  });
});
