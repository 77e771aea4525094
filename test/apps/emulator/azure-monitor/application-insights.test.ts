import assert from 'node:assert/strict';
import { type ArmService, startArmService } from '../support/arm-service.ts';

const apiVersion = { apiVersion: '2020-02-02' };

describe('emulator/azure-monitor: Application Insights', () => {
  let arm: ArmService;
  let id = '';

  before(async () => {
    arm = await startArmService();
    const { body } = await arm.call('GET', arm.workspace);
    id = (body['properties'] as { applicationInsights: string }).applicationInsights;
  });
  after(() => arm.close());

  const component = async () => {
    const { status, body } = await arm.call('GET', id, undefined, apiVersion);
    assert.equal(status, 200);
    return body['properties'] as { InstrumentationKey: string; ConnectionString: string };
  };

  const track = async (items: unknown) => {
    const [, address = ''] = /IngestionEndpoint=([^;]+)/.exec((await component()).ConnectionString) ?? [];
    const answer = await fetch(`${address}v2.1/track`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(items),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  const item = (iKey: string, name = 'POST /score') => ({
    ...{ ver: 1, name: 'Microsoft.ApplicationInsights.Request', time: '2026-11-21T10:00:00Z', iKey },
    data: { baseType: 'RequestData', baseData: { name } },
  });

  it('shows the component that the workspace names, and no other', async () => {
    const { InstrumentationKey, ConnectionString } = await component();
    assert.ok(ConnectionString.startsWith(`InstrumentationKey=${InstrumentationKey};`));
    const other = await arm.call('GET', id.replace(/[^/]+$/, 'other'), undefined, apiVersion);
    assert.equal(other.status, 404);
  });

  it('keeps what senders write to it, and refuses what is addressed to another, item by item', async () => {
    const { InstrumentationKey: key } = await component();
    const other = '00000000-0000-4000-8000-000000000000';
    assert.deepEqual(await track([item(key)]), {
      status: 200,
      body: { itemsReceived: 1, itemsAccepted: 1, errors: [] },
    });
    const mixed = await track([item(other), item(key, 'GET /')]);
    assert.deepEqual([mixed.status, mixed.body['itemsAccepted']], [206, 1]);
    assert.match(JSON.stringify(mixed.body['errors']), /"index":0.*Invalid instrumentation key/);
    assert.equal((await track([item(other)])).status, 400);
    const kept = arm.control.telemetry.items('RequestData').map(({ data }) => data.baseData['name']);
    assert.deepEqual(kept, ['POST /score', 'GET /']);
    const shown = await arm.call('GET', `${arm.url}/_emulator/telemetry`, undefined, { apiVersion: null });
    assert.equal((shown.body['value'] as unknown[]).length, 2);
  });
});
