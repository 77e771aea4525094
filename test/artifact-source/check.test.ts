import assert from 'node:assert/strict';
import { type WatchedModel, checkSource, isCurrent } from '../../artifact-source/check.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import { catalogueError } from '../support/catalogue-error.ts';
import { type ScriptedRegistry, createScriptedRegistry } from './support/scripted-registry.ts';
import { modelVersion, workspace } from './support/versions.ts';

const now = new Date('2026-11-21T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

describe('artifact-source/check.ts', () => {
  let registry: ScriptedRegistry;
  const check = (watched: readonly WatchedModel[]) => checkSource(registry, workspace, watched, now);
  beforeEach(() => {
    registry = createScriptedRegistry();
    registry.versions.push(modelVersion('7', 70), modelVersion('8', 80), modelVersion('1', 10, 'churn'));
  });

  it('lists the models once and reads the versions of the changed ones only', async () => {
    const current = { latestVersion: '1', checkedAt: minutesAgo(1) };
    const checked = await check([
      { model: 'fraud', cursors: [{ latestVersion: '7', checkedAt: minutesAgo(1) }] },
      { model: 'churn', cursors: [current, current] },
    ]);
    assert.deepEqual(registry.calls, ['list', 'versions fraud']);
    assert.deepEqual([...checked.keys()], ['fraud']);
    const fraud = checked.get('fraud');
    assert.deepEqual(fraud?.cursor, { latestVersion: '8', checkedAt: now.toISOString() });
    assert.deepEqual(
      fraud.versions.map(({ version }) => version),
      ['8', '7'],
    );
  });

  it('reads a model once for several watches, as soon as one of them needs it', async () => {
    await check([{ model: 'fraud', cursors: [{ latestVersion: '8', checkedAt: minutesAgo(1) }, undefined] }]);
    assert.deepEqual(registry.calls, ['list', 'versions fraud']);
  });

  it('gives no versions for a model that does not exist, without asking for them', async () => {
    const checked = await check([{ model: 'none', cursors: [undefined] }]);
    assert.deepEqual(checked.get('none'), { cursor: { checkedAt: now.toISOString() }, versions: [] });
    assert.deepEqual(registry.calls, ['list']);
  });

  it('gives no versions for a model that is deleted between the two calls', async () => {
    registry.listModels = () => Promise.resolve([{ model: 'gone', latestVersion: '3' }]);
    const checked = await check([{ model: 'gone', cursors: [undefined] }]);
    assert.deepEqual(checked.get('gone'), { cursor: { checkedAt: now.toISOString() }, versions: [] });
  });

  it('reads again next time when the versions do not have the latest one of the list yet', async () => {
    registry.listModels = () => Promise.resolve([{ model: 'fraud', latestVersion: '9' }]);
    const checked = await check([{ model: 'fraud', cursors: [undefined] }]);
    assert.deepEqual(checked.get('fraud')?.cursor, { checkedAt: now.toISOString() });
  });

  it('throws what the registry throws', async () => {
    registry.fault = fail('WorkspaceNotFound', { workspace: 'prod', resourceGroup: 'ml' });
    await assert.rejects(check([]), catalogueError('WorkspaceNotFound', 'prod'));
  });

  it('believes an unchanged latest version for a quarter of an hour, and no cursor from the future', () => {
    const summary = { model: 'fraud', latestVersion: '8' };
    const at = (minutes: number) => ({ latestVersion: '8', checkedAt: minutesAgo(minutes) });
    assert.equal(isCurrent(at(14), summary, now), true);
    assert.equal(isCurrent(at(15), summary, now), false);
    assert.equal(isCurrent(at(-1), summary, now), false);
    assert.equal(isCurrent(undefined, summary, now), false);
    assert.equal(isCurrent({ ...at(1), latestVersion: '7' }, summary, now), false);
    assert.equal(isCurrent({ checkedAt: minutesAgo(1) }, undefined, now), true);
  });

  it('believes nothing any longer once a waiting version is old enough', () => {
    const summary = { model: 'fraud', latestVersion: '8' };
    const due = (dueAt: string) => ({ latestVersion: '8', checkedAt: minutesAgo(1), dueAt });
    assert.equal(isCurrent(due(now.toISOString()), summary, now), false);
    assert.equal(isCurrent(due(new Date(now.getTime() + 1).toISOString()), summary, now), true);
  });
});
