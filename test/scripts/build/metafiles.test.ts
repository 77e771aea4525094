import assert from 'node:assert/strict';
import type { Metafile } from 'esbuild';
import { findDuplicates } from '../../../scripts/build/duplicates.ts';
import { findWaste } from '../../../scripts/build/waste.ts';

/** A metafile of one output made of these inputs, one byte each unless said otherwise. */
const metafile = (inputs: Readonly<Record<string, number>>): Metafile => ({
  inputs: {},
  outputs: {
    'index.js': {
      bytes: 1,
      imports: [],
      exports: [],
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([input, bytesInOutput]) => [input, { bytesInOutput }]),
      ),
    },
  },
});

const semver7 = 'node_modules/semver/index.js';
const semver5 = 'node_modules/azure-pipelines-task-lib/node_modules/semver/semver.js';
const taskLib = 'node_modules/azure-pipelines-task-lib/task.js';

describe('scripts/build/duplicates.ts', () => {
  it('finds a package that comes from two folders', () => {
    assert.deepEqual(findDuplicates([metafile({ [semver7]: 1, [semver5]: 1 })]), [
      {
        package: 'semver',
        folders: ['node_modules/semver', 'node_modules/azure-pipelines-task-lib/node_modules/semver'],
      },
    ]);
  });

  it('tells packages of a scope apart', () => {
    const files = metafile({
      'node_modules/@azure/a/x.js': 1,
      'node_modules/@azure/b/x.js': 1,
      'node_modules/@azure/b/node_modules/@azure/a/x.js': 1,
    });
    assert.deepEqual(
      findDuplicates([files]).map((one) => one.package),
      ['@azure/a'],
    );
  });

  it('passes over what was left out of the output, and over our own code', () => {
    assert.deepEqual(
      findDuplicates([metafile({ [semver7]: 1, [semver5]: 0, 'src/a.ts': 1, 'src/b.ts': 1 })]),
      [],
    );
  });

  it('finds two versions in the two files of a task', () => {
    assert.equal(
      findDuplicates([metafile({ [semver7]: 1 }), metafile({ [semver5]: 1 })])[0]?.package,
      'semver',
    );
  });

  it('allows one version of a stateless package in both files, but never task-lib', () => {
    assert.deepEqual(findDuplicates([metafile({ [semver7]: 1 }), metafile({ [semver7]: 1 })]), []);
    assert.deepEqual(
      findDuplicates([metafile({ [taskLib]: 1 }), metafile({ [taskLib]: 1 })]).map((one) => one.package),
      ['azure-pipelines-task-lib'],
    );
  });
});

describe('scripts/build/waste.ts', () => {
  it("finds zod's languages", () => {
    const [complaint] = findWaste(metafile({ 'node_modules/zod/v4/locales/de.js': 9 }));
    assert.match(complaint ?? '', /import \* as z/);
  });

  it("allows zod's English, and its index when that is empty", () => {
    const inputs = { 'node_modules/zod/v4/locales/en.js': 9, 'node_modules/zod/v4/locales/index.js': 1 };
    assert.deepEqual(findWaste(metafile(inputs)), []);
  });

  it('finds the client of all Azure DevOps areas', () => {
    const [complaint] = findWaste(metafile({ 'node_modules/azure-devops-node-api/WebApi.js': 9 }));
    assert.match(complaint ?? '', /ReleaseApi/);
  });
});
