import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Firing,
  carriesKey,
  firingKey,
  releaseDescription,
  effectTags,
} from '../../../../src/core/firing/firing.ts';
import { modelVersion, registry, releaseTarget, watchOf } from '../../../artifact-source/support/versions.ts';

const firing: Firing = {
  watch: watchOf('latest'),
  version: { version: '7', createdAt: '2026-11-21T01:10:00.1234567+00:00' },
  reason: 'it is the newest version',
};

describe('src/core/firing/firing.ts', () => {
  it('has a key that names target, source, version and creation time', () => {
    assert.equal(
      firingKey(firing),
      'azureml-model-release 11111111-1111-1111-1111-111111111111/ml/prod/fraud/7@2026-11-21T01:10:00.123Z -> _fraud',
    );
  });

  it('has the same key whatever the watch is called and however the workspace is spelt', () => {
    const { watch } = firing;
    const source = { ...watch.source, resourceGroup: 'ML', name: 'Prod' };
    assert.equal(firingKey({ ...firing, watch: { ...watch, name: 'other', source } }), firingKey(firing));
  });

  it('has another key for another artifact, and for a number that was registered again', () => {
    const target = { ...releaseTarget(), artifact: '_other' };
    assert.notEqual(firingKey({ ...firing, watch: { ...firing.watch, target } }), firingKey(firing));
    const again = { version: '7', createdAt: '2026-11-22T00:00:00Z' };
    assert.notEqual(firingKey({ ...firing, version: again }), firingKey(firing));
  });

  it('has another key for a registry than for a workspace of its names', () => {
    const ofRegistry = { ...firing, watch: { ...firing.watch, source: registry } };
    assert.equal(
      firingKey(ofRegistry),
      'azureml-model-release 11111111-1111-1111-1111-111111111111/ml/registry:prod/fraud/7@2026-11-21T01:10:00.123Z -> _fraud',
    );
    assert.ok(!carriesKey(releaseDescription(ofRegistry), firingKey(firing)));
    assert.ok(!carriesKey(releaseDescription(firing), firingKey(ofRegistry)));
    assert.match(releaseDescription(ofRegistry), /^Model fraud version 7 of registry prod \(/);
    assert.equal(effectTags(ofRegistry).at(-1), 'azureml-registry-prod');
  });

  it('describes the release with model, version, workspace, reason and, recognisably, its key', () => {
    const description = releaseDescription(firing);
    assert.match(
      description,
      /^Model fraud version 7 of workspace prod \(resource group ml\), registered at 2026/,
    );
    assert.match(
      description,
      /Fired by the watch fraud-to-production: it is the newest version\.\nhttps:.*\n\[/,
    );
    assert.ok(carriesKey(description, firingKey(firing)));
    assert.ok(!carriesKey(undefined, firingKey(firing)));
  });

  it('says what the registry knows of the version: training run, tags and the page in the studio', () => {
    const registered = {
      ...modelVersion('7', 70),
      jobName: 'brave_fig',
      tags: { stage: 'prod', owner: 'ml' },
    };
    const lines = releaseDescription({ ...firing, registered }).split('\n');
    assert.deepEqual(lines.slice(1, 3), ['Training run: brave_fig.', 'Tags: stage=prod, owner=ml.']);
    assert.match(
      lines[3] ?? '',
      /^https:\/\/ml\.azure\.com\/model\/fraud:7\/details\?wsid=\/subscriptions\//,
    );
    const long = { ...registered, tags: { note: 'x'.repeat(5000) } };
    assert.ok(releaseDescription({ ...firing, registered: long }).length < 1500);
  });

  it('takes no release for that of another version', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,8}$/);
    const one = fc.record({ version: name, model: name, minute: fc.integer({ min: 0, max: 3 }) });
    const toFiring = ({
      version,
      model,
      minute,
    }: {
      version: string;
      model: string;
      minute: number;
    }): Firing => ({
      watch: watchOf('every', 'w', model),
      version: modelVersion(version, minute, model),
      reason: 'r',
    });
    fc.assert(
      fc.property(one, one, (a, b) => {
        const isSame = a.version === b.version && a.model === b.model && a.minute === b.minute;
        const [first, second] = [toFiring(a), toFiring(b)];
        assert.equal(carriesKey(releaseDescription(first), firingKey(second)), isSame);
      }),
    );
  });

  it('has tags that can stand in the path of an address', () => {
    assert.deepEqual(effectTags(firing), [
      'azureml-model-fraud',
      'azureml-model-fraud-7',
      'azureml-workspace-prod',
    ]);
  });

  it('has another key for each replay', () => {
    const replay = (count: number) => ({ ...firing, version: { ...firing.version, replay: count } });
    const keys = [firing, replay(1), replay(2)].map(firingKey);
    assert.equal(new Set(keys).size, 3);
    for (const key of keys) {
      assert.equal(keys.filter((each) => carriesKey(`x [${each}]`, key)).length, 1);
    }
  });
});
