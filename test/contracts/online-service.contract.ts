// What the deploy flow relies on from a workspace, for the fake and for the service alike.
import assert from 'node:assert/strict';
import type { Workspace } from '../../src/core/workspace.ts';
import { isExtensionError } from '../../src/core/errors/extension-error.ts';
import type { OnlinePorts } from '../../src/flows/deploy/targets/online.ts';
import type { LocalSourceFile } from '../../src/ports/project-files.ts';

type Service = Pick<OnlinePorts, 'facts' | 'environments' | 'code' | 'endpoints' | 'deployments' | 'scoring'>;

export interface OnlineServiceUnderTest {
  readonly service: Service;
  readonly workspace: Workspace;
  /** ARM id of a registered model. */
  readonly modelId: string;
  /** A scoring script that answers 200 to `request`. */
  readonly source: readonly LocalSourceFile[];
  readonly scoringScript: string;
  readonly condaFile: string;
  readonly request: string;
}

const refused = (error: unknown): true => {
  assert.ok(isExtensionError(error), String(error));
  // The service answers 400, 404 (what it refers to) or 409: each is a refusal that names the resource.
  assert.ok(['AzureRejected', 'AzureConflict', 'AzureResourceNotFound'].includes(error.code), error.message);
  return true;
};

export function onlineServiceContract(setUp: () => Promise<OnlineServiceUnderTest>): void {
  const asset = (kind: string, workspaceId: string) => ({
    name: 'contract',
    version: '1',
    id: `${workspaceId}/${kind}/contract/versions/1`,
  });
  let subject: OnlineServiceUnderTest;
  let workspaceId = '';
  const endpoint = 'contract';
  const found = async () => {
    const state = await subject.service.endpoints.get(subject.workspace, endpoint);
    assert.ok(state);
    return state;
  };
  const ref = (deployment: string) => ({ workspace: subject.workspace, endpoint, deployment });

  const body = () => ({
    location: 'westeurope',
    tags: { who: 'contract' },
    sku: { name: 'Default', capacity: 1 },
    properties: {
      endpointComputeType: 'Managed',
      model: subject.modelId,
      codeConfiguration: { codeId: asset('codes', workspaceId).id, scoringScript: subject.scoringScript },
      environmentId: asset('environments', workspaceId).id,
      instanceType: 'Standard_DS3_v2',
      scaleSettings: { scaleType: 'Default' },
    },
  });

  before(async () => {
    subject = await setUp();
    workspaceId = subject.modelId.split('/models/')[0] ?? '';
  });

  it('knows the region of the workspace', async () => {
    assert.match(await subject.service.facts.location(subject.workspace), /^[a-z0-9]+$/);
  });

  it('has nothing before anything was created', async () => {
    const { service, workspace } = subject;
    assert.equal(await service.endpoints.get(workspace, endpoint), undefined);
    assert.equal(await service.code.exists(workspace, 'contract', '1'), false);
    assert.equal(await service.environments.exists(workspace, 'contract', '1'), false);
    assert.equal(await service.environments.find(workspace, 'contract', '1'), undefined);
  });

  it('keeps environments and code', async () => {
    const { service, workspace, condaFile, source } = subject;
    const environment = { properties: { image: 'base:1', osType: 'Linux', condaFile } };
    await service.environments.create(workspace, {
      ...asset('environments', workspaceId),
      body: environment,
    });
    await service.code.upload(workspace, asset('codes', workspaceId), source);
    assert.equal(await service.environments.exists(workspace, 'contract', '1'), true);
    assert.match(
      (await service.environments.find(workspace, 'contract', '1'))?.id ?? '',
      /contract\/versions\/1$/,
    );
    assert.equal(await service.code.exists(workspace, 'contract', '1'), true);
  });

  it('creates an endpoint without traffic, with its addresses', async () => {
    const { service, workspace } = subject;
    await service.endpoints.create(workspace, endpoint, {
      location: 'westeurope',
      identity: { type: 'SystemAssigned' },
      properties: { authMode: 'Key' },
    });
    const created = await found();
    assert.equal(created.provisioningState, 'Succeeded');
    assert.deepEqual(created.traffic, {});
    assert.match(created.scoringUri ?? '', /^https:.*\/score$/);
    assert.match(created.swaggerUri ?? '', /^https:.*\/swagger\.json$/);
  });

  it('refuses traffic for a deployment that is not there', async () => {
    const { service, workspace } = subject;
    await assert.rejects(
      service.endpoints.change(workspace, endpoint, () => ({ traffic: { nobody: 100 } })),
      refused,
    );
  });

  it('refuses a deployment whose code is not there', async () => {
    const { properties, ...rest } = body();
    const codeConfiguration = {
      ...properties.codeConfiguration,
      codeId: `${workspaceId}/codes/none/versions/1`,
    };
    const other = { ...rest, properties: { ...properties, codeConfiguration } };
    await assert.rejects(subject.service.deployments.create(ref('blue'), other), refused);
  });

  it('creates a deployment that keeps its tags and answers before it has traffic', async () => {
    const { service, workspace, request } = subject;
    await service.deployments.create(ref('blue'), body());
    const made = await service.deployments.get(ref('blue'));
    assert.equal(made?.provisioningState, 'Succeeded');
    assert.equal(made.tags['who'], 'contract');
    const state = await service.endpoints.get(workspace, endpoint);
    assert.ok(state?.scoringUri);
    const credential = await service.endpoints.credential(workspace, state);
    const ask = (deployment: string) =>
      service.scoring.score({ uri: state.scoringUri ?? '', credential, deployment, body: request });
    assert.equal((await ask('blue')).status, 200);
    assert.equal((await ask('nobody')).status, 404);
  });

  it('changes tags and leaves the traffic, and changes both in one write', async () => {
    const { service, workspace } = subject;
    const { endpoints } = service;
    await endpoints.change(workspace, endpoint, () => ({
      traffic: { blue: 100 },
      tags: { one: '1' },
    }));
    const both = await found();
    assert.deepEqual([both.traffic, both.tags], [{ blue: 100 }, { one: '1' }]);
    await endpoints.change(workspace, endpoint, ({ tags }) => ({
      tags: { ...tags, two: '2' },
    }));
    const tagged = await found();
    assert.deepEqual([tagged.traffic, tagged.tags], [{ blue: 100 }, { one: '1', two: '2' }]);
    await endpoints.change(workspace, endpoint, () => undefined);
    assert.deepEqual((await found()).tags, { one: '1', two: '2' });
    await endpoints.change(workspace, endpoint, () => ({ traffic: {}, tags: {} }));
  });

  it('mirrors to a deployment without traffic, half of the requests at most', async () => {
    const { service, workspace } = subject;
    const mirror = (percent: number, traffic: Record<string, number>) =>
      service.endpoints.change(workspace, endpoint, () => ({ traffic, mirrorTraffic: { blue: percent } }));
    await assert.rejects(mirror(60, {}), refused);
    await assert.rejects(mirror(10, { blue: 100 }), refused);
    await mirror(50, {});
    assert.deepEqual((await found()).mirrorTraffic, { blue: 50 });
    await service.endpoints.change(workspace, endpoint, () => ({ traffic: {}, mirrorTraffic: {} }));
  });

  it('refuses to delete a deployment that has traffic, and deletes it when it has none', async () => {
    const { service, workspace } = subject;
    await service.endpoints.change(workspace, endpoint, () => ({ traffic: { blue: 100 } }));
    assert.deepEqual((await found()).traffic, { blue: 100 });
    await assert.rejects(service.deployments.delete(ref('blue')), refused);
    await service.endpoints.change(workspace, endpoint, () => ({ traffic: { blue: 0 } }));
    assert.deepEqual(
      (await service.deployments.list(workspace, endpoint)).map(({ name }) => name),
      ['blue'],
    );
    await service.deployments.delete(ref('blue'));
    assert.equal(await service.deployments.get(ref('blue')), undefined);
    assert.deepEqual(await service.deployments.list(workspace, endpoint), []);
  });

  it('deletes an endpoint, and one that is not there without complaint', async () => {
    const { service, workspace } = subject;
    await service.endpoints.delete(workspace, endpoint);
    assert.equal(await service.endpoints.get(workspace, endpoint), undefined);
    await service.endpoints.delete(workspace, endpoint);
  });
}
