import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decideLease,
  decideTaking,
  endedLease,
  isNewer,
  leaseFor,
  nameOf,
  parseLease,
  printLease,
  type Claim,
} from '../../../../src/core/rollout/lease.ts';

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 21, 14, minute));
const claim = (number: number, minute: number, more: Partial<Claim> = {}): Claim => ({
  ...{ kind: 'release', number, holder: `agent-${number}`, since: at(minute) },
  ...more,
});

describe('src/core/rollout/lease.ts', () => {
  it('is taken where nobody holds it, and kept by who holds it', () => {
    assert.equal(decideLease(undefined, claim(17, 0), at(1)).kind, 'take');
    const mine = leaseFor(claim(17, 0), at(1), 300);
    assert.equal(decideLease(mine, claim(17, 0), at(2)).kind, 'held');
    assert.equal(decideLease(mine, claim(17, 0), at(7)).kind, 'take');
  });

  it('lets a newer release wait for an older one that is at work', () => {
    const older = leaseFor(claim(17, 0), at(0), 300);
    const decision = decideLease(older, claim(18, 1), at(2));
    assert.ok(
      decision.kind === 'wait' &&
        /release 17 holds the endpoint until 2026-11-21T14:05/.test(decision.reason),
    );
  });

  it('tells an older release that a newer one is at work, or was while it waited', () => {
    const newer = leaseFor(claim(18, 1), at(2), 300);
    assert.deepEqual(decideLease(newer, claim(17, 0), at(3)), { kind: 'superseded', by: 'release 18' });
    const ended = endedLease(claim(18, 1), at(4));
    assert.deepEqual(decideLease(ended, claim(17, 0), at(5)), { kind: 'superseded', by: 'release 18' });
  });

  it('lets a person deploy an older release again once the newer one has ended', () => {
    assert.equal(decideLease(endedLease(claim(18, 1), at(4)), claim(17, 6), at(6)).kind, 'take');
  });

  it('is taken over when it has expired, and at once by the next attempt of the same release', () => {
    const lost = leaseFor(claim(17, 0), at(0), 300);
    assert.equal(decideLease(lost, claim(18, 1), at(6)).kind, 'take');
    assert.equal(decideLease(lost, claim(17, 2, { holder: 'agent-2' }), at(2)).kind, 'take');
    const taken = leaseFor(claim(17, 2, { holder: 'agent-2' }), at(2), 300);
    assert.equal(decideLease(taken, claim(17, 0), at(3)).kind, 'superseded');
  });

  it('makes a second person wait, who can not be told from the first', () => {
    const first = claim(0, 0, { kind: 'person', holder: 'a' });
    const second = claim(0, 1, { kind: 'person', holder: 'b' });
    assert.equal(decideLease(leaseFor(first, at(0), 300), second, at(1)).kind, 'wait');
  });

  it('is taken from an older one that is said to have ended, and from no newer one', () => {
    const older = leaseFor(claim(0, 0, { kind: 'person', holder: 'a' }), at(0), 300);
    const taking = claim(0, 1, { kind: 'person', holder: 'b', takesOver: true });
    const decision = decideTaking(older, taking, at(1));
    assert.ok(decision.kind === 'take' && /taken over, although a run by hand holds/.test(decision.reason));
    // Whoever was at work after all is the older one now.
    assert.equal(decideLease(leaseFor(taking, at(1), 300), older, at(2)).kind, 'superseded');
    const newer = leaseFor(claim(0, 2, { kind: 'person', holder: 'c' }), at(2), 300);
    assert.equal(decideTaking(newer, taking, at(3)).kind, 'superseded');
    assert.equal(decideLease(older, taking, at(1)).kind, 'wait', 'a later write takes nothing over');
  });

  it('compares numbers of one kind, and beginnings otherwise', () => {
    assert.ok(isNewer(claim(18, 0), claim(17, 5)));
    assert.ok(isNewer(claim(1, 5, { kind: 'run' }), claim(17, 0)));
    assert.ok(!isNewer(claim(17, 0), claim(17, 0)));
    assert.equal(nameOf(claim(17, 0)), 'release 17');
  });

  it('never lets both of two releases go on, whoever writes first', () => {
    const claims = fc.record({
      number: fc.integer({ min: 1, max: 3 }),
      minute: fc.integer({ min: 0, max: 10 }),
      holder: fc.constantFrom('a', 'b', 'c'),
      kind: fc.constantFrom('release', 'run', 'person'),
    });
    fc.assert(
      fc.property(claims, claims, (a, b) => {
        fc.pre(a.holder !== b.holder);
        // Two attempts of one release never run at the same time: the later one takes over at once.
        fc.pre(a.kind === 'person' || a.kind !== b.kind || a.number !== b.number);
        const [one, two] = [a, b].map(({ number, minute, ...more }) =>
          claim(number, minute, more as Partial<Claim>),
        );
        assert.ok(one && two);
        const now = at(11);
        const [seenByTwo, seenByOne] = [leaseFor(one, now, 300), leaseFor(two, now, 300)];
        const goes = (kind: string): boolean => kind === 'take' || kind === 'held';
        assert.ok(
          !(goes(decideLease(seenByTwo, two, now).kind) && goes(decideLease(seenByOne, one, now).kind)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('is written so that it is read back, and reads nothing else', () => {
    const held = leaseFor(claim(17, 0), at(0), 300);
    const text = printLease(held);
    assert.equal(text, 'release 17 (agent-17) since 2026-11-21T14:00:00Z held until 2026-11-21T14:05:00Z');
    assert.deepEqual(parseLease(text), held);
    assert.deepEqual(
      parseLease(printLease(endedLease(claim(17, 0), at(3)))),
      endedLease(claim(17, 0), at(3)),
    );
    for (const other of [undefined, '', 'mine', text.replace('14:05', '99:99')])
      assert.equal(parseLease(other), undefined);
  });
});
