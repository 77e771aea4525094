import assert from 'node:assert/strict';
import fc from 'fast-check';
import { startArmService, type ArmService, type Reply } from '../../support/arm-service.ts';

interface Listed {
  readonly value: { readonly name: string; readonly properties: Record<string, unknown> }[];
  readonly nextLink?: string;
}

const message = ({ body }: Reply): string => (body as { error?: { message: string } }).error?.message ?? '';
const names = ({ body }: Reply): string[] => (body as unknown as Listed).value.map(({ name }) => name);

describe('apps/emulator/azure-ml/assets/asset-operations.ts', () => {
  let arm: ArmService;
  const uri = (path: string) => `azureml://datastores/workspaceblobstore/paths/${path}`;
  const put = (name: string, version: string, properties: Record<string, unknown> = {}) =>
    arm.call('PUT', `models/${name}/versions/${version}`, {
      properties: { modelUri: uri(name), ...properties },
    });

  before(async () => (arm = await startArmService()));
  after(() => arm.close());

  async function follow(path: string): Promise<{ names: string[]; pages: number }> {
    let reply = await arm.call('GET', path);
    const all = names(reply);
    let pages = 1;
    for (;;) {
      assert.equal(reply.status, 200, message(reply));
      const { nextLink } = reply.body as unknown as Listed;
      if (nextLink === undefined) return { names: all, pages };
      reply = await arm.call('GET', nextLink);
      all.push(...names(reply));
      pages += 1;
    }
  }

  it('makes the container with the first version and counts on', async () => {
    const created = await put('counted', '1');
    assert.equal(created.status, 201);
    assert.equal(created.body.id, `${arm.workspace}/models/counted/versions/1`);
    assert.match(
      (created.body.systemData as { createdAt: string }).createdAt,
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00$/,
    );
    await put('counted', '7');
    await put('counted', 'candidate');
    const { properties } = (await arm.call('GET', 'models/counted')).body as {
      properties: { latestVersion: string; nextVersion: string };
    };
    assert.deepEqual([properties.latestVersion, properties.nextVersion], ['candidate', '8']);
    assert.equal((await arm.call('DELETE', 'models/counted/versions/7')).status, 200);
    assert.equal((await arm.call('DELETE', 'models/counted/versions/7')).status, 204);
    const after = (await arm.call('GET', 'models/counted')).body as { properties: { nextVersion: string } };
    assert.equal(after.properties.nextVersion, '8');
  });

  it('fills in defaults', async () => {
    const { body } = await put('defaults', '1');
    const { modelType, isArchived, isAnonymous } = body.properties as Record<string, unknown>;
    assert.deepEqual([modelType, isArchived, isAnonymous], ['custom_model', false, false]);
  });

  it('changes tags and description of a version, never its path', async () => {
    await put('fixed', '1', { tags: { stage: 'test' } });
    const changed = await put('fixed', '1', { tags: { stage: 'prod' }, description: 'better' });
    assert.equal(changed.status, 200);
    const moved = await put('fixed', '1', { modelUri: uri('elsewhere') });
    assert.deepEqual([moved.status, message(moved)], [400, 'Asset paths cannot be updated.']);
    const read = await arm.call('GET', 'models/fixed/versions/1');
    assert.deepEqual((read.body.properties as { tags: unknown }).tags, { stage: 'prod' });
  });

  it('takes back what it gave out, and refuses unknown properties', async () => {
    const given = await put('round', '1');
    assert.equal((await arm.call('PUT', 'models/round/versions/1', given.body)).status, 200);
    const unknown = await put('round', '2', { modelURL: 'x' });
    assert.equal(unknown.status, 400);
    assert.match(message(unknown), /modelURL/);
    const datasets = { modelUri: uri('round'), datasets: [] };
    assert.equal((await arm.call('PUT', 'models/round/versions/3', { properties: datasets })).status, 400);
    const newest = { apiVersion: '2026-05-01' };
    assert.equal(
      (await arm.call('PUT', 'models/round/versions/3', { properties: datasets }, newest)).status,
      201,
    );
  });

  it('refuses names and paths that Azure refuses', async () => {
    assert.equal((await put('with.dot', '1')).status, 400);
    assert.equal((await put('-dash', '1')).status, 400);
    assert.equal((await put('paths', '1', { modelUri: null })).status, 400);
    const store = await put('paths', '1', { modelUri: 'azureml://datastores/nowhere/paths/x' });
    assert.equal(store.status, 404);
    assert.match(message(store), /nowhere/);
    assert.equal((await put('paths', '1', { modelUri: 'https://elsewhere/c/x' })).status, 400);
    assert.equal((await put('paths', '1', { modelUri: 'runs:/abc/model' })).status, 501);
    const long = `azureml:/${arm.workspace}/datastores/workspaceblobstore/paths/x`;
    assert.equal((await put('paths', '1', { modelUri: long })).status, 201);
  });

  it('takes a dot in a model name when told to', async () => {
    const lenient = await startArmService({ allowDotsInModelNames: true });
    const body = { properties: { modelUri: uri('x') } };
    assert.equal((await lenient.call('PUT', 'models/with.dot/versions/1', body)).status, 201);
    await lenient.close();
  });

  it('names what is not there', async () => {
    assert.equal(message(await arm.call('GET', 'models/none')), 'Not found Model container none.');
    assert.equal((await arm.call('GET', 'models/none/versions')).status, 404);
    await put('one', '1');
    const reply = await arm.call('GET', 'models/one/versions/9');
    assert.deepEqual([reply.status, message(reply)], [404, 'Not found Model one version 9.']);
    // Names of assets are case-sensitive.
    assert.equal((await arm.call('GET', 'models/ONE')).status, 404);
  });

  it('orders versions by time, in any spelling, and bounds them', async () => {
    for (const version of ['10', '9', 'b', 'a']) await put('ordered', version);
    const list = async (query: string) => names(await arm.call('GET', `models/ordered/versions?${query}`));
    assert.deepEqual(await list('$orderBy=createdtime%20desc'), ['a', 'b', '9', '10']);
    assert.deepEqual(await list('$orderby=CreatedTime%20Desc&$top=1'), ['a']);
    assert.deepEqual(await list('$orderBy=createdtime'), ['10', '9', 'b', 'a']);
    assert.deepEqual(await list('$orderBy=createdtime%20asc&offset=1&$top=2'), ['9', 'b']);
    await arm.call('PUT', 'models/ordered/versions/10', {
      properties: { modelUri: uri('ordered'), description: 'touched' },
    });
    assert.deepEqual(await list('$orderBy=modifiedtime%20desc&$top=1'), ['10']);
    assert.deepEqual(await list('$orderBy=createdtime%20desc&$top=1'), ['a']);
    assert.equal((await arm.call('GET', 'models/ordered/versions?$orderBy=size')).status, 400);
    assert.equal((await arm.call('GET', 'models/ordered/versions?$top=few')).status, 400);
  });

  it('filters versions', async () => {
    await put('filtered', '1', { tags: { stage: 'prod', team: 'a' }, properties: { run: 'r1' } });
    await put('filtered', '2', { tags: { stage: 'test' }, description: 'the second', isArchived: true });
    await put('filtered', '3', { tags: { stage: 'prod' } });
    const list = async (query: string) => names(await arm.call('GET', `models/filtered/versions?${query}`));
    assert.deepEqual(await list(''), ['3', '1']);
    assert.deepEqual(await list('listViewType=All'), ['3', '2', '1']);
    assert.deepEqual(await list('listViewType=ArchivedOnly'), ['2']);
    assert.deepEqual(await list('tags=stage%3Dprod'), ['3', '1']);
    assert.deepEqual(await list('tags=stage%3Dprod,team'), ['1']);
    assert.deepEqual(await list('properties=run%3Dr1'), ['1']);
    assert.deepEqual(await list('version=3'), ['3']);
    assert.deepEqual(await list('description=second&listViewType=All'), ['2']);
    assert.equal((await arm.call('GET', 'models/filtered/versions?listViewType=Some')).status, 400);
    assert.equal((await arm.call('GET', 'models/filtered/versions?feed=x')).status, 501);
  });

  it('gives every version exactly once over any number of pages', async () => {
    for (let version = 1; version <= 65; version += 1) await put('paged', String(version));
    const expected = Array.from({ length: 65 }, (_, index) => String(index + 1));
    const plain = await follow('models/paged/versions?$orderBy=createdtime%20asc');
    assert.deepEqual([plain.names, plain.pages], [expected, 3]);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 70 }),
        fc.integer({ min: 0, max: 70 }),
        async (top, offset) => {
          const { names: got } = await follow(
            `models/paged/versions?$orderBy=createdtime%20asc&$top=${top}&offset=${offset}`,
          );
          assert.deepEqual(got, expected.slice(offset, offset + top));
        },
      ),
      { numRuns: 15 },
    );
  });

  it('pages containers by the caller’s count, and archives them', async () => {
    const before = (await follow('models')).names;
    const byTwo = await follow('models?count=2');
    assert.deepEqual(byTwo.names, before);
    assert.equal(byTwo.pages, Math.ceil(before.length / 2));
    assert.equal((await arm.call('GET', 'models?count=0')).status, 400);
    const put = await arm.call('PUT', 'models/one', { properties: { isArchived: true, tags: { a: 'b' } } });
    assert.equal(put.status, 200);
    assert.ok(!(await follow('models')).names.includes('one'));
    assert.ok((await follow('models?listViewType=All')).names.includes('one'));
    assert.equal((await arm.call('PUT', 'models/empty', { properties: {} })).status, 201);
    assert.equal((await arm.call('DELETE', 'models/empty')).status, 200);
    assert.equal((await arm.call('DELETE', 'models/empty')).status, 204);
  });

  it('finds code by its hash, and gives a place to upload to', async () => {
    const body = (hash: string) => ({
      properties: { codeUri: uri(`code/${hash}`), properties: { hash_sha256: hash, hash_version: '202208' } },
    });
    assert.equal((await arm.call('PUT', 'codes/src/versions/1', body('aa'))).status, 201);
    assert.equal((await arm.call('PUT', 'codes/src/versions/2', body('bb'))).status, 201);
    const found = await arm.call('GET', 'codes/src/versions?hash=bb&hashVersion=202208');
    assert.deepEqual(names(found), ['2']);
    assert.equal((await arm.call('PUT', 'codes/src/versions/1', body('cc'))).status, 400);
    assert.equal((await arm.call('PUT', 'codes/src/versions/4', { properties: {} })).status, 400);
    const request = { pendingUploadId: 'mine', pendingUploadType: 'TemporaryBlobReference' };
    const upload = async () =>
      (await arm.call('POST', 'codes/src/versions/3/startPendingUpload', request)).body as {
        blobReferenceForConsumption: { blobUri: string; credential: { sasUri: string } };
      };
    const { blobUri, credential } = (await upload()).blobReferenceForConsumption;
    assert.ok(credential.sasUri.startsWith(`${blobUri}?`));
    assert.equal((await upload()).blobReferenceForConsumption.blobUri, blobUri);
    const registered = await arm.call('PUT', 'codes/src/versions/3', { properties: { codeUri: blobUri } });
    assert.equal(registered.status, 201);
  });

  it('never changes what an environment is made of', async () => {
    const body = (condaFile: string, description = '') => ({
      properties: { image: 'mcr.microsoft.com/azureml/base', condaFile, description },
    });
    assert.equal((await arm.call('PUT', 'environments/env/versions/1', body('a'))).status, 201);
    assert.equal((await arm.call('PUT', 'environments/env/versions/1', body('a', 'new words'))).status, 200);
    const changed = await arm.call('PUT', 'environments/env/versions/1', body('b'));
    assert.equal(changed.status, 400);
    assert.match(message(changed), /condaFile/);
    const wrong = [
      {},
      { image: 'a', build: { contextUri: 'https://x/' } },
      { condaFile: 'a', build: { contextUri: 'https://x/' } },
    ];
    for (const properties of wrong)
      assert.equal((await arm.call('PUT', 'environments/env/versions/2', { properties })).status, 400);
    assert.deepEqual(names(await arm.call('GET', 'environments')), ['env']);
    assert.deepEqual(names(await arm.call('GET', 'environments/env/versions?$top=5')), ['1']);
  });

  it('tells of each new model version once, and of no change, code or environment', async () => {
    const told: string[] = [];
    const other = await startArmService({
      modelRegistered: ({ name, version, tags }) => told.push(`${name}:${version} ${JSON.stringify(tags)}`),
    });
    const properties = { modelUri: uri('m'), tags: { a: 'b' } };
    await other.call('PUT', 'models/m/versions/1', { properties });
    await other.call('PUT', 'models/m/versions/1', { properties: { ...properties, description: 'changed' } });
    await other.call('PUT', 'models/m/versions/2', { properties: { modelUri: uri('m') } });
    await other.call('PUT', 'codes/c/versions/1', { properties: { codeUri: uri('c') } });
    await other.close();
    assert.deepEqual(told, ['m:1 {"a":"b"}', 'm:2 {}']);
  });
});
