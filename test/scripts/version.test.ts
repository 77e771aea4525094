import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseVersion, stampManifest, stampTask } from '../../scripts/version.ts';

describe('scripts/version.ts', () => {
  it('reads three numbers', () => {
    assert.deepEqual(parseVersion('1.20.3'), { major: 1, minor: 20, patch: 3 });
  });

  for (const text of ['1.2', '1.2.3-beta', 'v1.2.3', '']) {
    it(`refuses '${text}', naming it`, () => {
      assert.throws(() => parseVersion(text), new RegExp(`'${text}'.*1\\.2\\.3`));
    });
  }

  it('writes the version into the manifest and keeps the rest', () => {
    assert.deepEqual(stampManifest({ id: 'a', version: '0.0.1' }, { major: 1, minor: 2, patch: 3 }), {
      id: 'a',
      version: '1.2.3',
    });
  });

  it('never changes the major version of a task', () => {
    const number = fc.nat();
    fc.assert(
      fc.property(number, number, number, number, (Major, major, minor, patch) => {
        const task = { id: 'a', version: { Major, Minor: 0, Patch: 0 } };
        const stamped = stampTask(task, { major, minor, patch });
        assert.deepEqual(stamped, { id: 'a', version: { Major, Minor: minor, Patch: patch } });
      }),
    );
  });
});
