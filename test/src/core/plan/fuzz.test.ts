import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fuzzOne } from './support/fuzz.ts';
import { createFuzzProject, type FuzzProject } from './support/fuzz-project.ts';

/** `npm run fuzz -- --cases 100000` walks further, with a watchdog. */
const cases = 1_000;

describe('random and mutated files', () => {
  let project: FuzzProject;
  beforeEach(() => {
    project = createFuzzProject();
  });
  afterEach(() => {
    project.remove();
  });

  it('end in a plan, or in an error of the catalogue that names file, line and key, and read nothing outside', async () => {
    const ends = new Map<string, number>();
    for (let seed = 1; seed <= cases; seed += 1) {
      const end = await fuzzOne(seed, project);
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }
    for (const end of [
      'plan',
      'ConfigurationInvalid',
      'ConfigurationUnreadable',
      'ConfigurationNotSupported',
    ])
      assert.ok((ends.get(end) ?? 0) > cases / 100, `${end}: ${ends.get(end) ?? 0}`);
    assert.ok((ends.get('PathOutsideSource') ?? 0) > 0, 'no file tried to leave the project');
    assert.ok(project.reads.inside() > cases / 10, String(project.reads.inside()));
  }).timeout(60_000);

  it('would be found out if they were read through a link', async () => {
    await readFile(join(project.root, 'link.py'));
    await assert.rejects(fuzzOne(1, project), /seed 1 read outside the project/);
  });
});
