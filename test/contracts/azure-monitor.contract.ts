// What deployments rely on from autoscale settings, for the fake and for the service alike.
import assert from 'node:assert/strict';
import type { AutoscaleSettings } from '../../src/ports/azure-monitor.ts';

export interface AutoscaleUnderTest {
  readonly settings: AutoscaleSettings;
  /** ARM id of a managed deployment that is there. */
  readonly deployment: string;
}

export function autoscaleContract(setUp: () => Promise<AutoscaleUnderTest>): void {
  let subject: AutoscaleUnderTest;
  let id = '';

  before(async () => {
    subject = await setUp();
    id = `${subject.deployment.split('/providers/', 1)[0] ?? ''}/providers/Microsoft.Insights/autoscaleSettings/contract`;
  });

  const body = (content: string) => ({
    location: 'westeurope',
    tags: { content },
    properties: {
      ...{ enabled: true, targetResourceUri: subject.deployment },
      profiles: [{ name: 'p', capacity: { minimum: '1', maximum: '2', default: '1' }, rules: [] }],
    },
  });

  it('has nothing before anything was written', async () => {
    assert.equal(await subject.settings.get(id), undefined);
  });

  it('keeps a setting with its tags, and replaces it', async () => {
    await subject.settings.put(id, body('a'));
    assert.equal((await subject.settings.get(id))?.tags['content'], 'a');
    await subject.settings.put(id, body('b'));
    assert.equal((await subject.settings.get(id))?.tags['content'], 'b');
  });

  it('deletes a setting, and finds nothing wrong with one that is gone', async () => {
    await subject.settings.delete(id);
    await subject.settings.delete(id);
    assert.equal(await subject.settings.get(id), undefined);
  });
}
