import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type StageDeployment,
  type WatchedRelease,
  findRollback,
  inFlight,
  tooManyInFlight,
} from '../../../src/core/release-activity.ts';
import type { KnownVersion } from '../../../src/core/watch/history.ts';
import { epoch, modelVersion } from '../../artifact-source/support/versions.ts';

const at = (minute: number): string => new Date(epoch + minute * 60_000).toISOString();
const release = (name: string, minute: number, ...stages: WatchedRelease['stages']): WatchedRelease => ({
  name,
  description: '',
  createdAt: at(minute),
  stages,
});
const known = (number: number, state: KnownVersion['state'] = 'fired'): KnownVersion => ({
  ...modelVersion(`${number}`, number),
  state,
  reason: 'r',
});
const versions = [known(4, 'baseline'), known(5), known(7), known(9)];
const deployed = (version: string, minute: number, more: Partial<StageDeployment> = {}): StageDeployment => ({
  stage: 'Production',
  release: `Release of ${version}`,
  version,
  startedBy: 'service',
  who: 'Ann',
  at: at(minute),
  state: 'succeeded',
  ...more,
});
const byHand = { startedBy: 'person' } as const;
const found = (deployments: readonly StageDeployment[], after?: string) =>
  findRollback(deployments, versions, after)?.reason;

describe('src/core/release-activity.ts', () => {
  it('takes for in flight what runs in any stage, and what was made a moment ago', () => {
    const flying = inFlight(
      [
        release('running', 0, 'ended', 'running', 'waiting'),
        release('between', 0, 'ended', 'waiting'),
        release('done', 0, 'ended', 'ended'),
        release('new', 56, 'waiting', 'waiting'),
        release('manual', 50, 'waiting'),
      ],
      epoch + 60 * 60_000,
    );
    assert.deepEqual(
      flying.map(({ name }) => name),
      ['running', 'new'],
    );
  });

  it('lets fire below the limit, and names what is in flight at it', () => {
    assert.equal(tooManyInFlight(2, ['a']), undefined);
    assert.equal(tooManyInFlight(1, ['a']), '1 release is in flight (a) and at most 1 may be');
    assert.equal(tooManyInFlight(2, ['a', 'b']), '2 releases are in flight (a, b) and at most 2 may be');
  });

  it('finds a person who put an older version in the place of one that was fired', () => {
    const deployments = [deployed('5', 10), deployed('7', 20), deployed('5', 30, { ...byHand, who: 'Bob' })];
    assert.equal(
      found(deployments),
      `stage Production was rolled back from version 7 to 5 by Bob with Release of 5 at ${at(30)}`,
    );
    assert.match(found([deployed('7', 20), deployed('4', 30, byHand)]) ?? '', /from version 7 to 4/);
    assert.match(found([deployed('7', 20), deployed('1', 30, byHand)]) ?? '', /from version 7 to 1/);
  });

  const none: readonly (readonly [string, readonly StageDeployment[]])[] = [
    ['nothing was deployed', []],
    ['a newer version was deployed by hand', [deployed('5', 10), deployed('7', 20, byHand)]],
    ['the same version was deployed again', [deployed('7', 10), deployed('7', 20, byHand)]],
    ['the service put an older one there', [deployed('7', 10), deployed('5', 20)]],
    ['a newer one came after it', [deployed('7', 10), deployed('5', 20, byHand), deployed('9', 30)]],
    ['it failed', [deployed('7', 10), deployed('5', 20, { ...byHand, state: 'failed' })]],
    ['the version before failed', [deployed('7', 10, { state: 'failed' }), deployed('5', 20, byHand)]],
    ['the version before was not fired by the watch', [deployed('4', 10), deployed('1', 20, byHand)]],
    ['it was another stage', [deployed('7', 10, { stage: 'Test' }), deployed('5', 20, byHand)]],
  ];
  for (const [what, deployments] of none) {
    it(`finds no rollback where ${what}`, () => assert.equal(found(deployments), undefined));
  }

  it('finds one in any stage, while it runs, and once', () => {
    const test = { stage: 'Test' };
    const deployments = [
      deployed('7', 10, test),
      deployed('7', 11),
      deployed('5', 20, { ...byHand, ...test, state: 'running' }),
    ];
    assert.match(found(deployments) ?? '', /^stage Test was rolled back/);
    assert.equal(found(deployments, at(20)), undefined);
    assert.match(found(deployments, at(19)) ?? '', /^stage Test/);
  });

  it('does not depend on the order in which deployments are listed', () => {
    const deployments = [
      deployed('5', 10),
      deployed('7', 20),
      deployed('9', 25, { stage: 'Test' }),
      deployed('5', 30, byHand),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(deployments, { minLength: 4 }), (shuffled) => {
        assert.equal(found(shuffled), found(deployments));
      }),
    );
  });
});
