import assert from 'node:assert/strict';
import { createEdgeModelUses } from '../../../../src/flows/model-uses/edge-model-uses.ts';
import { fail } from '../../../../src/core/errors/catalogue.ts';
import { lineageLabels } from '../../../../src/core/lineage/lineage-labels.ts';
import type { EdgeConfiguration } from '../../../../src/ports/edge-configurations.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
const tags = { 'azureml-release.model': 'fraud:7', 'azureml-release.release': 'Release 12' };

const layer = (id: string, labels: Readonly<Record<string, string>>): EdgeConfiguration => ({
  ...{ id, labels, priority: 10, modules: {}, createdAt: '' },
  targetCondition: "tags.environment = 'production'",
});

describe('src/flows/model-uses/edge-model-uses.ts', () => {
  it('asks each hub once, and reads labels as the tags they stand for', async () => {
    const asked: string[] = [];
    const hubs = ['a.azure-devices.net', 'b.azure-devices.net'];
    const list = (hub: string) => {
      asked.push(hub);
      return Promise.resolve(
        hub === hubs[0] ? [layer('fraud-1', lineageLabels(tags)), layer('base', { team: 'x' })] : [],
      );
    };
    assert.deepEqual(await createEdgeModelUses({ list }, hubs).list(workspace), [
      {
        ...{ kind: 'IoT Edge configuration', service: 'fraud-1', place: 'a.azure-devices.net', tags },
        state: "for devices with tags.environment = 'production'",
        models: [{ model: 'fraud', version: '7' }],
      },
    ]);
    assert.deepEqual(asked, hubs);
  });

  it('says that no hub was named, instead of that none runs it', async () => {
    const list = () => Promise.reject(new Error('nobody is asked'));
    assert.deepEqual(await createEdgeModelUses({ list }, []).list(workspace), {
      notLookedAt: 'no IoT Hub was named (--iot-hub, or AZUREML_RELEASE_IOT_HUBS)',
    });
  });

  it('answers nothing when a hub that was named does not answer', async () => {
    const list = () => Promise.reject(fail('AzureNotReachable', { url: 'https://a', reason: 'ENOTFOUND' }));
    await assert.rejects(
      Promise.resolve(createEdgeModelUses({ list }, ['a']).list(workspace)),
      catalogueError('AzureNotReachable', 'ENOTFOUND'),
    );
  });
});
