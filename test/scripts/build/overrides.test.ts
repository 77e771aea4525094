// Two packages are held to one version in package.json. What their users call must be there in that version.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AbortError } from '@azure/abort-controller';
import { root } from '../support/extension.ts';

const lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, { version?: string }>;
};
const versionsOf = (name: string) =>
  Object.entries(lockfile.packages)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([, { version }]) => version);

describe('package.json overrides', () => {
  it('hold one version of @azure/abort-controller in the whole tree', () => {
    assert.deepEqual([...new Set(versionsOf('@azure/abort-controller'))], ['2.1.2']);
    assert.equal(new AbortError('stopped').name, 'AbortError');
  });

  it('give task-lib a semver whose comparison works for it', () => {
    const taskLib = createRequire(import.meta.url).resolve('azure-pipelines-task-lib/task');
    const fromTaskLib = createRequire(taskLib);
    const { lt } = fromTaskLib('semver') as { lt: (a: string, b: string) => boolean };
    // How task-lib compares the agent's version: task.js, assertAgent.
    assert.equal(lt('2.104.1', '4.265.1'), true);
    assert.equal(lt('4.265.1', '4.265.1'), false);
    const { version } = fromTaskLib('semver/package.json') as { version: string };
    assert.match(version, /^7\./);
  });
});
