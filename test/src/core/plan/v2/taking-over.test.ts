// How a deployment of files of `az ml` v2 takes over: in place, by a roll-out beside the files, to the split that they give.
import assert from 'node:assert/strict';
import { originOf } from '../../../../../src/core/config/origin.ts';
import { emptyDocument, withOverrides } from '../../../../../src/core/config/overrides.ts';
import type { YamlPlanInput } from '../../../../../src/core/plan/v2/yaml-deployment.ts';
import { rolloutSettings, type RolloutWords } from '../../../../../src/core/rollout/settings.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { carriedOut, kinds } from '../support/carried-out.ts';
import { nothingThere } from '../support/plan-input.ts';
import { batch, kubernetes, managed, managedDeployment, planOfYaml } from '../support/yaml-files.ts';

const settled = { provisioningState: 'Succeeded' };

/** As flags give a roll-out. */
function wishesFor(words: RolloutWords): Partial<YamlPlanInput> {
  const overrides = Object.entries(words).map(([word, value]) => ({
    ...{ key: `rollout.${word}`, value, flag: `--${word}` },
  }));
  const document = withOverrides(emptyDocument('The command line'), overrides);
  return { rollout: rolloutSettings(words), rolloutOrigin: originOf(document, new Set()) };
}

describe('src/core/plan/v2/plan-files.ts (taking over)', () => {
  it('changes a deployment that nobody is sent to without asking', () => {
    const now = carriedOut(managed);
    assert.ok(now.endpoint);
    const idle = { ...now, endpoint: { ...now.endpoint, traffic: { blue: 100 } } };
    const bigger = managedDeployment.replace('instance_count: 2', 'instance_count: 3');
    const plan = planOfYaml({ ...managed, deployment: bigger }, idle);
    assert.deepEqual(kinds(plan), ['create-deployment', 'test-deployment', 'move-traffic']);
    assert.deepEqual(plan.warnings, []);
  });

  it('refuses to change the default of a batch endpoint in place, and tests it where that is wanted', () => {
    const now = { ...carriedOut(batch), defaultDeployment: 'nightly' };
    const changed = {
      ...batch,
      deployment: batch.deployment.replace('mini_batch_size: 10', 'mini_batch_size: 9'),
    };
    assert.throws(() => planOfYaml(changed, now), catalogueError('DeploymentChangedInPlace', "'nightly'"));
    const plan = planOfYaml(changed, now, { mayChangeInPlace: true });
    assert.deepEqual(kinds(plan), ['create-deployment', 'test-deployment']);
  });

  it('takes the roll-out that stands beside the files, and goes by it to the split that they give', () => {
    const rolled = wishesFor({ strategy: 'canary', steps: [5], pauseSeconds: 0 });
    const serving = {
      name: 'fraud',
      authMode: 'Key',
      provisioningState: 'Succeeded',
      traffic: { blue: 100 },
    };
    const now = { ...nothingThere, endpoint: serving, deployments: [{ name: 'blue', ...settled, tags: {} }] };
    const plan = planOfYaml(managed, now, rolled);
    const shares = plan.steps.flatMap(({ traffic }) => (traffic ? [traffic['green']] : []));
    assert.deepEqual(shares, [5, 10]);
    assert.deepEqual(kinds(plan).at(-1), 'end-rollout');
    const all = { deployment: managedDeployment };
    const wanted = planOfYaml(all, now, { ...rolled, allTraffic: true });
    assert.deepEqual(
      wanted.steps.flatMap(({ traffic }) => (traffic ? [traffic['green']] : [])),
      [5, 100],
    );
    assert.deepEqual(wanted.warnings, []);
  });

  it('refuses a roll-out to nowhere, one that its target does not do, and two that say where to', () => {
    const alone = { deployment: managedDeployment };
    assert.throws(
      () => planOfYaml(alone, nothingThere, wishesFor({ strategy: 'canary' })),
      catalogueError('ConfigurationNotSupported', '--strategy', "'green'", 'no file says'),
    );
    assert.doesNotThrow(() =>
      planOfYaml(alone, nothingThere, wishesFor({ smokeTests: [{ request: 'a.json' }] })),
    );
    assert.throws(
      () => planOfYaml(batch, nothingThere, wishesFor({ strategy: 'canary' })),
      catalogueError('ConfigurationNotSupported', "'rollout.strategy'", 'a job runs one deployment'),
    );
    assert.throws(
      () => planOfYaml(kubernetes, nothingThere, wishesFor({ strategy: 'mirror-then-canary' })),
      catalogueError('ConfigurationNotSupported', 'does not mirror'),
    );
    assert.throws(
      () => planOfYaml(managed, nothingThere, { allTraffic: true }),
      catalogueError('ConfigurationInvalid', "'endpoint.yml'", 'line 11', '--all-traffic'),
    );
  });

  it('refuses to send anybody to a deployment that is not there', () => {
    const now = { ...nothingThere, deployments: [] };
    assert.throws(
      () => planOfYaml(managed, now),
      catalogueError('ConfigurationInvalid', "'endpoint.yml'", 'line 11', "gives 90 % to 'blue'"),
    );
    const other = { ...batch, endpoint: (batch.endpoint ?? '').replace('nightly', 'weekly') };
    assert.throws(
      () => planOfYaml(other, now),
      catalogueError('ConfigurationInvalid', "'endpoint.yml'", "is 'weekly'"),
    );
  });
});
