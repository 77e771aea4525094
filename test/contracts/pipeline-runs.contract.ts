// What firing a YAML pipeline has to do; run on the fake and on the emulator.
import assert from 'node:assert/strict';
import { fire } from '../../artifact-source/fire.ts';
import { type Firing, effectTags, firingKey } from '../../src/core/firing/firing.ts';
import type { PipelineTarget } from '../../src/core/firing/target.ts';
import type { FiringTargets } from '../../src/ports/firing-targets.ts';
import { catalogueError } from '../support/catalogue-error.ts';

export interface PipelineRunsWorld {
  readonly runs: FiringTargets<PipelineTarget>;
  readonly project: string;
  /** Of the pipeline 'deploy-fraud' with the parameters firing, version and origin and the build resource 'model'. */
  readonly definition: number;
  /** The name of a pipeline that declares no parameter. */
  readonly bare: string;
  /** Of all runs of 'deploy-fraud', oldest first. */
  seen(): Promise<readonly SeenRun[]>;
}

export interface SeenRun {
  readonly id: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly resource: string | undefined;
  readonly tags: readonly string[];
}

const createdAt = (): string => new Date().toISOString();

/** @param open gives a world whose pipelines have not run */
export function pipelineRunsContract(open: () => Promise<PipelineRunsWorld>): void {
  let world: PipelineRunsWorld;
  beforeEach(async () => {
    world = await open();
  });
  const target = (more: Partial<PipelineTarget> = {}): PipelineTarget => ({
    kind: 'pipeline',
    project: world.project,
    definition: 'deploy-fraud',
    keyParameter: 'firing',
    ...more,
  });
  const firing = (version: string, more: Partial<PipelineTarget> = {}): Firing => ({
    watch: {
      name: 'w',
      source: { subscriptionId: 's', resourceGroup: 'rg', name: 'ws' },
      model: 'fraud',
      mode: 'every',
      target: target(more),
    },
    version: { version, createdAt: createdAt() },
    reason: 'the test says so',
  });

  it('starts a run that gets the version, what it asks for and its key, and tags it', async () => {
    const more = { resource: 'model', parameters: { version: 'version', origin: 'workspace' } } as const;
    await world.runs.verify(target(more));
    const order = firing('2', more);
    const { effect, found, tagProblem } = await fire(order, world.runs);
    assert.deepEqual([found, tagProblem], [false, undefined]);
    const [run, ...others] = await world.seen();
    assert.deepEqual(others, []);
    assert.equal(run?.id, effect.id);
    assert.deepEqual(run?.parameters, { firing: firingKey(order), version: '2', origin: 'ws' });
    assert.equal(run.resource, '2');
    assert.deepEqual(run.tags, effectTags(order));
    assert.match(effect.url ?? '', /buildId=\d+$/);
  });

  it('finds the run of an earlier attempt that could not write it down, and starts no other', async () => {
    const order = firing('2');
    const first = await fire(order, world.runs);
    const second = await fire(order, world.runs);
    assert.deepEqual([first.found, second.found], [false, true]);
    assert.deepEqual(second.effect, first.effect);
    assert.equal((await world.seen()).length, 1);
  });

  it('starts one run each for a number that was registered again, and for another place in the pipeline', async () => {
    const order = firing('2');
    await fire(order, world.runs);
    const again = { ...order, version: { version: '2', createdAt: new Date(Date.now() + 1).toISOString() } };
    assert.equal((await fire(again, world.runs)).found, false);
    const { watch } = order;
    const elsewhere = { ...order, watch: { ...watch, target: target({ resource: 'model' }) } };
    assert.equal((await fire(elsewhere, world.runs)).found, false);
    assert.equal((await world.seen()).length, 3);
  });

  it('takes a pipeline by its id', async () => {
    await world.runs.verify(target({ definition: world.definition }));
    assert.equal((await fire(firing('2', { definition: world.definition }), world.runs)).found, false);
  });

  it('refuses what is not there, and a pipeline that cannot keep the key', async () => {
    const refused = (
      more: Partial<PipelineTarget>,
      code: Parameters<typeof catalogueError>[0],
      text: string,
    ) => assert.rejects(world.runs.verify(target(more)), catalogueError(code, text));
    await refused({ project: 'nowhere' }, 'DevOpsProjectNotFound', 'nowhere');
    await refused({ project: 'nowhere', definition: 1 }, 'DevOpsProjectNotFound', 'nowhere');
    await refused({ definition: 'deploy' }, 'PipelineNotFound', 'deploy');
    await refused({ definition: 99 }, 'PipelineNotFound', '99');
    await refused({ definition: world.bare }, 'PipelineParameterMissing', "parameter 'firing'");
    await refused({ keyParameter: 'other' }, 'PipelineParameterMissing', 'other');
    await assert.rejects(
      fire(firing('2', { resource: 'unknown' }), world.runs),
      catalogueError('DevOpsRejected'),
    );
    assert.deepEqual(await world.seen(), []);
  });
}
