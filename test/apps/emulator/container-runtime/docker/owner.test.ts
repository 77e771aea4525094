import assert from 'node:assert/strict';
import {
  isGone,
  ownerText,
  parseOwner,
  startOf,
} from '../../../../../apps/emulator/container-runtime/docker/owner.ts';

const owner = { host: 'here', pid: 4711, started: '99', stack: 'a1' };
const text = ownerText(owner);

describe('apps/emulator/container-runtime/docker/owner.ts', () => {
  it('reads back what it wrote, and nothing else', () => {
    assert.deepEqual(parseOwner(text), owner);
    for (const other of ['', 'here', 'here/x/99/a1', 'here/4711/99', 'here/4711/99/a1/more'])
      assert.equal(parseOwner(other), undefined, other);
  });

  it('is gone when its process has ended, or another one has its number by now', () => {
    assert.equal(
      isGone(text, 'here', () => undefined),
      true,
    );
    assert.equal(
      isGone(text, 'here', () => '100'),
      true,
    );
    assert.equal(
      isGone(text, 'here', () => '99'),
      false,
    );
  });

  it('is left alone on another machine, and when it is no owner at all', () => {
    for (const other of [ownerText({ ...owner, host: 'there' }), 'somebody'])
      assert.equal(
        isGone(other, 'here', () => undefined),
        false,
        other,
      );
  });

  it('finds this process, and none of a number that no process has', () => {
    assert.notEqual(startOf(process.pid), undefined);
    assert.equal(startOf(process.pid), startOf(process.pid));
    assert.equal(startOf(2 ** 22 + 1), undefined);
  });
});
