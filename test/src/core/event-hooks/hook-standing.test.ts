import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeHook } from '../../../../src/core/event-hooks/hook-standing.ts';

const hookId = '0f0c1e2d-1111-4222-8333-444455556666';
const address = { url: `https://dev.azure.com/o/${hookId}`, hookId };
const now = new Date('2026-11-21T12:00:00Z');
const old = '2026-11-21T11:50:00Z';
const unknown = { status: 404, message: `The web hook with id '${hookId.toUpperCase()}' is not found.` };

const standing = (...[asked, createdAt]: [Parameters<typeof judgeHook>[1], string?]) =>
  judgeHook(address, asked, createdAt, now).standing;

describe('src/core/event-hooks/hook-standing.ts', () => {
  it('gives up a hook that Azure DevOps does not know by name, ten minutes after it was made', () => {
    assert.equal(standing(unknown, old), 'orphaned');
    assert.equal(standing(unknown, '2026-11-21T11:50:00.001Z'), 'young');
  });

  it('takes a hook that wants a signature for live, whatever its age', () => {
    for (const createdAt of [old, undefined, now.toISOString()])
      assert.equal(standing({ status: 401 }, createdAt), 'live');
  });

  it('does not decide when Azure gives no creation time, or one that cannot be read', () => {
    assert.equal(standing(unknown), 'unclear');
    assert.equal(standing(unknown, 'yesterday'), 'unclear');
  });

  it('never gives up a hook by any other answer', () => {
    const answer = fc.oneof(
      fc.record({ problem: fc.string() }),
      fc.record({ status: fc.integer({ min: 100, max: 599 }) }),
      fc.record({
        status: fc.integer({ min: 100, max: 599 }).filter((status) => status !== 404),
        message: fc.constant(unknown.message),
      }),
      fc.record({ status: fc.constant(404), message: fc.string() }),
    );
    fc.assert(
      fc.property(
        answer,
        fc.option(fc.constantFrom(old, now.toISOString()), { nil: undefined }),
        (asked, createdAt) => {
          const judged = judgeHook(address, asked, createdAt, now);
          assert.notEqual(judged.standing, 'orphaned');
          if ('problem' in asked) assert.equal(judged.reason, asked.problem);
        },
      ),
    );
  });
});
