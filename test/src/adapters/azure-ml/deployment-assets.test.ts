import assert from 'node:assert/strict';
import { createCodeAssets } from '../../../../src/adapters/azure-ml/code-assets.ts';
import { createEnvironments } from '../../../../src/adapters/azure-ml/environments.ts';
import { createOnlineDeployments } from '../../../../src/adapters/azure-ml/online-deployments.ts';
import { createWorkspaceFacts } from '../../../../src/adapters/azure-ml/workspace-facts.ts';
import { workspacePath } from '../../../../src/core/workspace.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { createMemoryArm } from '../../../support/memory-arm.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
const base = workspacePath(workspace);

describe('src/adapters/azure-ml/code-assets.ts', () => {
  const code = { name: 'fraud-code', version: 'abc', id: `${base}/codes/fraud-code/versions/abc` };
  const pending = {
    pendingUploadType: 'TemporaryBlobReference',
    blobReferenceForConsumption: {
      blobUri: 'https://account.blob/container',
      credential: { credentialType: 'SAS', sasUri: 'https://account.blob/container?sig=secret' },
    },
  };

  it('uploads to where the service says, then registers the address without the signature', async () => {
    const arm = createMemoryArm();
    arm.actions.set(`${code.id}/startPendingUpload`, pending);
    const uploads: unknown[] = [];
    const assets = createCodeAssets(arm, (uri, files) => {
      uploads.push({ uri, files: files.length, registered: arm.resources.has(code.id) });
      return Promise.resolve();
    });
    assert.equal(await assets.exists(workspace, code.name, code.version), false);
    await assets.upload(workspace, code, [{ path: 'score.py', absolutePath: '/src/score.py' }]);
    assert.deepEqual(uploads, [
      { uri: 'https://account.blob/container?sig=secret', files: 1, registered: false },
    ]);
    assert.deepEqual(arm.writes.at(-1)?.body, { properties: { codeUri: 'https://account.blob/container' } });
    assert.equal(await assets.exists(workspace, code.name, code.version), true);
  });

  it('registers nothing when the upload fails', async () => {
    const arm = createMemoryArm();
    arm.actions.set(`${code.id}/startPendingUpload`, pending);
    const assets = createCodeAssets(arm, () => Promise.reject(new Error('broken')));
    await assert.rejects(assets.upload(workspace, code, []), /broken/);
    assert.equal(arm.resources.has(code.id), false);
  });
});

describe('src/adapters/azure-ml/environments.ts', () => {
  it('finds a version, or the newest one', async () => {
    const arm = createMemoryArm();
    const versions = `${base}/environments/base/versions`;
    arm.resources.set(`${versions}/3`, { id: '/envs/3', name: '3', properties: { image: 'base:3' } });
    arm.resources.set(versions, [
      { id: '/envs/9', name: '9' },
      { id: '/envs/3', name: '3' },
    ]);
    const environments = createEnvironments(arm);
    assert.deepEqual(await environments.find(workspace, 'base', '3'), { id: '/envs/3', image: 'base:3' });
    assert.equal(await environments.find(workspace, 'base', '4'), undefined);
    assert.deepEqual(await environments.find(workspace, 'base', 'latest'), { id: '/envs/9' });
    assert.equal(await environments.find(workspace, 'other', 'latest'), undefined);
  });

  it('registers the body as it is', async () => {
    const arm = createMemoryArm();
    const environments = createEnvironments(arm);
    const body = { properties: { image: 'base:1' } };
    await environments.create(workspace, { name: 'e', version: 'v', id: '', body });
    assert.deepEqual(arm.writes, [{ call: `PUT ${base}/environments/e/versions/v`, body }]);
    assert.equal(await environments.exists(workspace, 'e', 'v'), true);
  });
});

describe('src/adapters/azure-ml/online-deployments.ts', () => {
  const ref = { workspace, endpoint: 'fraud', deployment: 'blue' };
  const path = `${base}/onlineEndpoints/fraud/deployments/blue`;

  it('creates, reads and deletes', async () => {
    const arm = createMemoryArm();
    const deployments = createOnlineDeployments(arm);
    await deployments.create(ref, { tags: { a: 'b' }, properties: { provisioningState: 'Succeeded' } });
    assert.deepEqual(await deployments.get(ref), {
      name: 'blue',
      tags: { a: 'b' },
      provisioningState: 'Succeeded',
    });
    await deployments.delete(ref);
    assert.equal(await deployments.get(ref), undefined);
  });

  it("joins the logs of both containers, the storage initializer's first", async () => {
    const arm = createMemoryArm();
    arm.actions.set(`${path}/getLogs`, { content: 'line\n' });
    const text = await createOnlineDeployments(arm).logs(ref, 100);
    assert.equal(text, '--- StorageInitializer\nline\n--- InferenceServer\nline');
    assert.deepEqual(
      arm.writes.map(({ body }) => body),
      [
        { containerType: 'StorageInitializer', tail: 100 },
        { containerType: 'InferenceServer', tail: 100 },
      ],
    );
  });
});

describe('src/adapters/azure-ml/workspace-facts.ts', () => {
  it('knows the region, and names a workspace that is not there', async () => {
    const arm = createMemoryArm();
    const facts = createWorkspaceFacts(arm);
    await assert.rejects(facts.location(workspace), catalogueError('WorkspaceNotFound', 'prod', 'ml'));
    arm.resources.set(base, { location: 'westeurope' });
    assert.equal(await facts.location(workspace), 'westeurope');
  });
});
