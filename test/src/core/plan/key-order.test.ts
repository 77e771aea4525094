import assert from 'node:assert/strict';
import fc from 'fast-check';
import { targets, type Target } from '../../../../src/core/config/target.ts';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import type { KeyRow } from '../../../../src/core/plan/keys/key-row.ts';
import { keyTable } from '../../../../src/core/plan/keys/key-table.ts';
import { companions, withKey } from './support/companions.ts';
import { inferenceFile, planOf, smallest, type File, type Files } from './support/plan-input.ts';

const isMap = (value: unknown): value is File =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merged(a: File, b: File): File {
  const both = Object.entries(b).map(([name, value]): readonly [string, unknown] => {
    const there = a[name];
    return [name, isMap(there) && isMap(value) ? merged(there, value) : value];
  });
  return { ...a, ...Object.fromEntries(both) };
}

/** The same file, its keys in the order that `rank` gives them, on every level. */
function reordered(file: File, rank: (name: string) => number): File {
  return Object.fromEntries(
    Object.entries(file)
      .map(([name, value]) => [name, isMap(value) ? reordered(value, rank) : value] as const)
      .toSorted(([a], [b]) => rank(a) - rank(b)),
  );
}

/** A file of a target with several keys of the table, and what they need beside them. */
const fileOf = (rows: readonly KeyRow[], target: Target, base: File): File =>
  rows.reduce((file, row) => merged(file, withKey(companions(row, target), row.key, row.sample)), base);

/** Lines differ with the order; what is planned, or the kind of refusal, must not. */
function outcome(files: Files): unknown {
  try {
    const { steps, warnings } = planOf(files);
    return { steps, warnings: warnings.map((text) => text.replace(/line \d+/g, 'line')).toSorted() };
  } catch (error) {
    assert.ok(isExtensionError(error), String(error));
    return error.code;
  }
}

const rowsOf = (file: KeyRow['file']) =>
  fc.uniqueArray(fc.constantFrom(...keyTable.filter((row) => row.file === file)), { maxLength: 4 });

const ranks = fc.infiniteStream(fc.nat(1_000)).map((stream) => {
  const known = new Map<string, number>();
  return (name: string) => {
    const rank = known.get(name) ?? Number(stream.next().value);
    known.set(name, rank);
    return rank;
  };
});

describe('src/core/plan, whatever the order of keys', () => {
  it('plans the same, twice and in any order', () => {
    let planned = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...targets),
        rowsOf('inference'),
        rowsOf('deployment'),
        ranks,
        (target, ofInference, ofDeployment, rank) => {
          const inference = fileOf(ofInference, target, inferenceFile);
          const deployment = fileOf(ofDeployment, target, smallest[target]);
          const first = outcome({ inference, deployment });
          if (typeof first !== 'string') planned += 1;
          assert.deepEqual(outcome({ inference, deployment }), first);
          const files = { inference: reordered(inference, rank), deployment: reordered(deployment, rank) };
          assert.deepEqual(outcome(files), first);
        },
      ),
      { numRuns: 600 },
    );
    assert.ok(planned > 30, `only ${planned} of the files could be planned`);
  }).timeout(30_000);

  for (const row of keyTable.filter(({ sample }) => isMap(sample)))
    it(`plans the same for '${row.key}' in any order of its own names`, () => {
      for (const target of targets) {
        const own = { z: 'last', a: 'first', m: 'middle' };
        const plan = (value: File) => {
          const file = withKey(companions(row, target), row.key, value);
          return outcome(
            row.file === 'inference'
              ? { inference: file, deployment: smallest[target] }
              : { inference: inferenceFile, deployment: file },
          );
        };
        assert.deepEqual(plan(reordered(own, (name) => name.charCodeAt(0))), plan(own), target);
      }
    });
});
