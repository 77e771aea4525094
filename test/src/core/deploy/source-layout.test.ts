import assert from 'node:assert/strict';
import type { InferenceConfig } from '../../../../src/core/config/inference-config.ts';
import { sourceLayout } from '../../../../src/core/deploy/source-layout.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const config = (entryScript: string, condaFile: string, sourceDirectory?: string): InferenceConfig => ({
  entryScript,
  ...(sourceDirectory !== undefined && { sourceDirectory }),
  environment: { kind: 'defined', image: 'base', condaFile },
  environmentVariables: {},
  origin: { file: 'inferenceconfig.yml', keys: {} },
});

describe('src/core/deploy/source-layout.ts', () => {
  it('reads script and conda file from the source directory', () => {
    assert.deepEqual(sourceLayout(config('api/score.py', 'conda.yml', './src'), '/job/repo'), {
      root: '/job/repo/src',
      entryScript: 'api/score.py',
      condaFile: '/job/repo/src/conda.yml',
    });
  });

  it("takes the script's own folder when there is no source directory", () => {
    assert.deepEqual(sourceLayout(config('src/score.py', 'conda.yml'), '/job/repo'), {
      root: '/job/repo/src',
      entryScript: 'score.py',
      condaFile: '/job/repo/conda.yml',
    });
  });

  it('understands the paths of a Windows agent', () => {
    const layout = sourceLayout(config('api\\score.py', 'conda.yml', 'C:\\agent\\src'), 'C:\\agent');
    assert.equal(layout.root, 'C:/agent/src');
    assert.equal(layout.entryScript, 'api/score.py');
  });

  it('refuses a script or conda file outside the source directory', () => {
    for (const [script, conda] of [
      ['../score.py', 'c.yml'],
      ['/etc/score.py', 'c.yml'],
      ['a/../../score.py', 'c.yml'],
      ['score.py', '../c.yml'],
    ] as const)
      assert.throws(
        () => sourceLayout(config(script, conda, 'src'), '/job'),
        catalogueError('PathOutsideSource'),
      );
  });
});
