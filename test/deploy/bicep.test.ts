import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArguments } from '../../apps/watcher/arguments.ts';
import { parseWatchConfiguration } from '../../apps/watcher/configuration.ts';
import { root } from '../scripts/support/extension.ts';
import { type BicepFile, readBicep } from './support/bicep.ts';

const folder = join(root, 'deploy/watcher');

describe('deploy/watcher (Bicep)', () => {
  let watcher: BicepFile;
  let rights: BicepFile;
  before(async () => {
    watcher = await readBicep(join(folder, 'watcher.bicep'));
    rights = await readBicep(join(folder, 'workspace-rights.bicep'));
  });

  it('can be read, and uses no name that is not declared', () => {
    for (const { unreadable, undeclared } of [watcher, rights]) {
      assert.deepEqual([unreadable, undeclared], [[], []]);
    }
  });

  it('would not pass with a mistake', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'bicep-'));
    const read = async (text: string) => {
      writeFileSync(join(scratch, 'x.bicep'), text);
      return readBicep(join(scratch, 'x.bicep'));
    };
    assert.ok((await read(watcher.text.replace('properties: {', 'properties: ['))).unreadable.length > 0);
    assert.deepEqual((await read(watcher.text.replace('scope: table\n', 'scope: tabel\n'))).undeclared, [
      'tabel',
    ]);
    rmSync(scratch, { recursive: true });
  });

  it('gives the identity nothing but what the page says', () => {
    const assigned = [watcher, rights].flatMap(({ resources }) =>
      [...resources.values()].filter(({ type }) =>
        type.startsWith('Microsoft.Authorization/roleAssignments'),
      ),
    );
    const granted = assigned.map(({ text }) => [
      /scope: (\S+)/.exec(text)?.[1],
      /roleDefinitionId: .*?(\w+)\)?$/m.exec(text)?.[1],
    ]);
    assert.deepEqual(granted, [
      ['table', 'tableDataContributor'],
      ['container', 'blobDataContributor'],
      ['token', 'keyVaultSecretsUser'],
      ['registry', 'acrPull'],
      ['workspace[index]', 'id'],
    ]);
    const actions = [...rights.text.matchAll(/'(Microsoft\.MachineLearningServices\/[^'@]+)'/g)].map(
      ([, each]) => each,
    );
    assert.deepEqual(actions, [
      'Microsoft.MachineLearningServices/workspaces/read',
      'Microsoft.MachineLearningServices/workspaces/models/read',
      'Microsoft.MachineLearningServices/workspaces/models/versions/read',
    ]);
  });

  it('lets nobody use the key of the storage account, and looks where the watcher shows its health', () => {
    assert.match(watcher.resources.get('storage')?.text ?? '', /allowSharedKeyAccess: false/);
    const app = watcher.resources.get('app')?.text ?? '';
    assert.deepEqual(
      [...app.matchAll(/path: '(\/\w+)'/g)].map(([, path]) => path),
      ['/healthz', '/healthz', '/readyz'],
    );
    const args = [...(/args: \[(.*)\]/.exec(app)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(
      ([, each = '']) => each,
    );
    assert.notEqual(parseArguments(args), 'help');
  });

  it('comes with a configuration that the watcher takes, at the same table, container and port', () => {
    const parsed = parseWatchConfiguration(readFileSync(join(folder, 'watch.yml'), 'utf8'), 'watch.yml');
    const named = (symbol: string) =>
      /\n {2}name: '([^']+)'/.exec(watcher.resources.get(symbol)?.text ?? '')?.[1];
    assert.equal(parsed.state?.storage.table, named('table'));
    assert.equal(parsed.state?.storage.container, named('container'));
    assert.ok(parsed.metrics);
    assert.equal(parsed.metrics.port, Number(/param metricsPort int = (\d+)/.exec(watcher.text)?.[1]));
    assert.equal(parsed.metrics.host, '0.0.0.0');
    assert.match(watcher.text, new RegExp(`name: '${parsed.organization.tokenFrom ?? ''}'`));
  });
});
