// What deployments rely on from a registry that builds images, for the fake and for the service alike.
import assert from 'node:assert/strict';
import type { Workspace } from '../../src/core/workspace.ts';
import type { ImageBuilds } from '../../src/ports/image-builds.ts';
import { catalogueError } from '../support/catalogue-error.ts';

export interface BuildsUnderTest {
  readonly builds: ImageBuilds;
  readonly workspace: Workspace;
  /** Absolute path of an archive whose Dockerfile can be built. */
  readonly archive: string;
}

export function imageBuildsContract(setUp: () => Promise<BuildsUnderTest>): void {
  let subject: BuildsUnderTest;
  let registry = '';

  before(async () => {
    subject = await setUp();
  });

  const request = (image: string, sourceLocation: string) => ({
    ...{ type: 'DockerBuildRequest', imageNames: [image], dockerFilePath: 'Dockerfile', sourceLocation },
    ...{ platform: { os: 'Linux', architecture: 'amd64' }, isPushEnabled: true },
  });

  it('finds the registry of the workspace, and a key of its admin user', async () => {
    const found = await subject.builds.registryOf(subject.workspace);
    assert.match(found?.server ?? '', /^[a-z0-9]+\.azurecr\.io$/);
    registry = found?.id ?? '';
    const { username, password } = await subject.builds.key(registry);
    assert.ok(username !== '' && password !== '');
    await assert.rejects(
      subject.builds.key(registry.replace(/[^/]+$/, 'nowhere')),
      catalogueError('AzureResourceNotFound', 'nowhere'),
    );
  });

  it('builds what was uploaded, and knows the image then by its repository and tag alone', async () => {
    const { builds, archive } = subject;
    assert.equal(await builds.exists(registry, 'contract:1'), false);
    await builds.build(registry, request('contract:1', await builds.uploadSource(registry, archive)));
    assert.equal(await builds.exists(registry, 'contract:1'), true);
    for (const other of ['contract:2', 'act:1', 'contract-more:1', 'other:1'])
      assert.equal(await builds.exists(registry, other), false, other);
  });

  it('says why a build failed, and has no image of it', async () => {
    await assert.rejects(
      subject.builds.build(registry, request('contract:broken', 'source/nowhere.tar.gz')),
      catalogueError('ImageBuildFailed', 'contract:broken', 'there is no source'),
    );
    assert.equal(await subject.builds.exists(registry, 'contract:broken'), false);
  });
}
