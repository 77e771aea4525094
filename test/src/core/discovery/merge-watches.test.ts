import assert from 'node:assert/strict';
import type { FiringTarget } from '../../../../src/core/firing/target.ts';
import type { FoundArtifact } from '../../../../src/core/discovery/found-artifact.ts';
import { type Found, mergeWatches } from '../../../../src/core/discovery/merge-watches.ts';
import { watchOf } from '../../../artifact-source/support/versions.ts';

const artifact: FoundArtifact = {
  project: 'demo',
  definitionId: 12,
  definition: 'deploy-fraud',
  alias: '_fraud',
  inputs: {},
  isTriggered: false,
};
const found = (more: Partial<FoundArtifact> = {}): Found => {
  const of = { ...artifact, ...more };
  const name = `${of.project}/${of.definitionId}/${of.alias}`;
  const target = {
    kind: 'release',
    project: of.project,
    definition: of.definitionId,
    artifact: of.alias,
  } as const;
  return { artifact: of, watch: { ...watchOf('every', name), target } };
};
const configured = (target: FiringTarget, name = 'mine') => ({ ...watchOf('latest', name), target });

describe('src/core/discovery/merge-watches.ts', () => {
  it('puts those that were found behind those of watch.yml', () => {
    const { watches, leftOut } = mergeWatches([watchOf('latest', 'mine', 'churn')], [found()]);
    assert.deepEqual(
      watches.map(({ name }) => name),
      ['mine', 'demo/12/_fraud'],
    );
    assert.deepEqual(leftOut, []);
  });

  const same: readonly FiringTarget[] = [
    { kind: 'release', project: 'demo', definition: 12, artifact: '_fraud' },
    { kind: 'release', project: 'Demo', definition: 'Deploy-Fraud', artifact: '_fraud' },
  ];
  for (const target of same) {
    it(`lets watch.yml win that names ${JSON.stringify(target)}, and says so`, () => {
      const { watches, leftOut } = mergeWatches([configured(target)], [found()]);
      assert.deepEqual(
        watches.map(({ name }) => name),
        ['mine'],
      );
      assert.equal(leftOut[0]?.reason, "the watch 'mine' of watch.yml fires it already");
    });
  }

  const other: readonly FiringTarget[] = [
    { kind: 'release', project: 'demo', definition: 13, artifact: '_fraud' },
    { kind: 'release', project: 'demo', definition: 12, artifact: '_other' },
    { kind: 'release', project: 'other', definition: 12, artifact: '_fraud' },
    { kind: 'pipeline', project: 'demo', definition: 12, keyParameter: '_fraud' },
  ];
  for (const target of other) {
    it(`watches for both where watch.yml names ${JSON.stringify(target)}`, () => {
      assert.equal(mergeWatches([configured(target)], [found()]).watches.length, 2);
    });
  }

  it('leaves out what has the name of another watch: a state has one watch of a name', () => {
    const { watches, leftOut } = mergeWatches([watchOf('latest', 'demo/12/_fraud', 'churn')], [found()]);
    assert.equal(watches.length, 1);
    assert.match(leftOut[0]?.reason ?? '', /is called 'demo\/12\/_fraud' already/);
  });
});
