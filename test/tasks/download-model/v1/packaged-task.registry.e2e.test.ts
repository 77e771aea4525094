// The packaged download task against the emulated registry, whatever the registry opens its files with.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { registerModel } from '../../../apps/emulator/support/deploy.ts';
import { registerInRegistry } from '../../../apps/emulator/support/registry-model.ts';
import { connect } from '../../../apps/emulator/support/workspace-client.ts';
import type { TaskResult, TaskRun } from '../../support/packaged-task.ts';
import { assertFails, mend, runOnStack, startTaskPlace } from '../../support/task-on-stack.ts';

for (const dataReference of ['containerSas', 'pathSas', 'noCredentials'] as const) {
  describe(`tasks/download-model/v1 (packaged, registry, ${dataReference})`, function () {
    this.timeout(60_000);
    let place: Awaited<ReturnType<typeof startTaskPlace>>;
    let stack: Stack;
    let folder = '';

    before(async () => {
      place = await startTaskPlace('download-registry', { dataReference });
      ({ stack, folder } = place);
      await registerModel(connect(stack), '1', 2);
      const files = { 'weight.json': '{"weight":7}', 'data/big.bin': 'x'.repeat(100_000) };
      await registerInRegistry(stack, { name: 'weight', version: '1', files: { 'weight.json': '{}' } });
      await registerInRegistry(stack, { name: 'weight', version: '2', files });
    });
    after(() => place.close());
    afterEach(() => mend(stack));

    function download(inputs: Record<string, string> = {}, more: Partial<TaskRun> = {}): Promise<TaskResult> {
      const { resourceGroup, registry } = stack.addresses.arm;
      const usual = {
        ...{ resourceGroup, registry, definition: 'weight', version: 'latest' },
        ...{ downloadPath: join(folder, '_weight'), itemPattern: '**' },
      };
      return runOnStack(place, 'download-model', { ...usual, ...inputs }, more);
    }

    it('downloads the latest version of the registry, not that of the workspace, and shows no secret', async () => {
      const run = await download({}, { variables: { 'System.Debug': 'true' } });
      assert.equal(run.result, 'Succeeded', run.output);
      const modelPath = join(folder, '_weight', 'model');
      assert.equal(await readFile(join(modelPath, 'weight.json'), 'utf8'), '{"weight":7}');
      assert.equal((await readFile(join(modelPath, 'data', 'big.bin'))).length, 100_000);
      const { modelId = '', ...outputs } = run.outputs;
      assert.deepEqual(outputs, { modelName: 'weight', modelVersion: '2', modelPath });
      assert.match(modelId, /\/registries\/demo-models\/models\/weight\/versions\/2$/);
      assert.match(run.output, /of registry 'demo-models'/);
      const visible = run.output.replace(/^##vso\[task\.setsecret\].*$/gm, '');
      assert.doesNotMatch(visible, /eyJ[\w-]+\.eyJ|sig=/, 'a token or a signature is in the log');
      assert.match((await download()).message, /2 were there already/);
    });

    if (dataReference !== 'containerSas') return;

    const badInputs: readonly (readonly [string, Record<string, string>, string, ...string[]])[] = [
      ['an unknown model', { definition: 'wieght' }, 'ModelNotFound', 'wieght', "registry 'demo-models'"],
      ['an unknown version', { version: '99' }, 'ModelVersionNotFound', '99', "registry 'demo-models'"],
      ['an unknown registry', { registry: 'prod' }, 'RegistryNotFound', 'prod', 'ml-demo'],
      ['a wrong resource group', { resourceGroup: 'nowhere' }, 'RegistryNotFound', 'nowhere'],
    ];
    for (const [what, inputs, code, ...named] of badInputs)
      it(`fails with one sentence for ${what}`, async () => {
        assertFails(await download(inputs), code, ...named);
      });

    it('names the right that is missing, and the role that has it', async () => {
      const { objectId } = stack.addresses.identity;
      stack.control.rights.revoke(objectId, '*/datareferences/*');
      assertFails(
        await download(),
        'AzureForbidden',
        'registries/demo-models/datareferences/weight/versions/2',
        'AzureML Registry User',
      );
      stack.control.rights.revoke(objectId, '*/registries/*');
      assertFails(await download(), 'AzureForbidden', 'AzureML Registry User');
    });

    it('says so when the registry goes between finding the version and opening its files', async () => {
      const { resourceGroup, registry } = stack.addresses.arm;
      const message = `The Resource 'Microsoft.MachineLearningServices/registries/${registry}' under resource group '${resourceGroup}' was not found.`;
      stack.control.faults.add({ path: '/datareferences/', times: 1, status: 404, message });
      assertFails(await download(), 'RegistryNotFound', registry);
    });

    it('survives what passes: throttled calls, one 503, one broken connection', async () => {
      stack.control.faults.add({ path: '/models/', times: 2, status: 429, retryAfterSeconds: 0 });
      stack.control.faults.add({ path: '/datareferences/', times: 1, status: 503 });
      stack.control.faults.add({ path: '/models/', times: 1, status: 0 });
      const run = await download();
      assert.equal(run.result, 'Succeeded', run.output);
    });
  });
}
