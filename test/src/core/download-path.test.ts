import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { containedPath, pathInModel } from '../../../src/core/download-path.ts';

describe('src/core/download-path.ts', () => {
  it('places an ordinary name below the root', () => {
    assert.deepEqual(containedPath('/job/_fraud/', 'model/sub dir/MLmodel'), {
      allowed: true,
      path: '/job/_fraud/model/sub dir/MLmodel',
    });
  });

  for (const [name, reason] of [
    ['../x', /climbs/],
    ['a/../../x', /climbs/],
    ['a\\..\\..\\x', /climbs/],
    ['..', /climbs/],
    ['/etc/passwd', /absolute/],
    ['\\\\server\\share', /absolute/],
    ['C:/x', /drive/],
    ['c:x', /drive/],
    ['a\0b', /control/],
    ['a\nb', /control/],
    ['a//b', /empty part/],
    ['./a', /empty part/],
    ['a\\b', /backslash/],
    ['', /empty/],
  ] as const)
    it(`refuses ${JSON.stringify(name)}`, () => {
      const decision = containedPath('/job', name);
      assert.equal(decision.allowed, false);
      assert.match(decision.reason, reason);
    });

  it('never lets a name out of the root, on POSIX or on Windows', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('..', '.', '', 'a', 'C:', '\\', '/', '..\\'));
    const name = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('/')),
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('\\')),
    );
    fc.assert(
      fc.property(name, (relative) => {
        if (!containedPath('/root', relative).allowed) return;
        assert.ok(posix.resolve('/root', relative).startsWith('/root/'));
        assert.ok(win32.resolve('C:\\root', relative).startsWith('C:\\root\\'));
      }),
      { numRuns: 2000 },
    );
  });

  it('gives different names different places', () => {
    const name = fc
      .array(fc.constantFrom('a', 'b', '.', '..', '', 'c d'), { maxLength: 5 })
      .map((p) => p.join('/'));
    fc.assert(
      fc.property(name, name, (one, other) => {
        const first = containedPath('/r', one);
        const second = containedPath('/r', other);
        fc.pre(one !== other && first.allowed && second.allowed);
        assert.notEqual(posix.resolve(first.path), posix.resolve(second.path));
      }),
    );
  });

  it("bounds a model by '/': a neighbour with the same beginning is not part of it", () => {
    assert.equal(pathInModel('a/model', 'a/model/MLmodel'), 'model/MLmodel');
    assert.equal(pathInModel('a/model.pkl', 'a/model.pkl'), 'model.pkl');
    assert.equal(pathInModel('a/model', 'a/model2/MLmodel'), undefined);
    assert.equal(pathInModel('a/model', 'a/model.pkl'), undefined);
    assert.equal(pathInModel('model', 'model/x/y'), 'model/x/y');
    assert.equal(pathInModel('', 'x/y'), 'x/y');
  });
});
