import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { layerRules } from '../../../scripts/lint/layers.js';
import { root } from '../support/extension.ts';

// Only the import rule, without types: the whole configuration would take seconds for each text.
const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [...layerRules] });

/** The complaints about one import in a file of the given path. */
async function complaints(file: string, imported: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(`import { x } from '${imported}';\nx();\n`, {
    filePath: join(root, file),
  });
  assert.ok(result, `${file} is not linted at all`);
  return result.messages.map(({ message }) => message);
}

/** [file, import] */
const refused: readonly (readonly [string, string])[] = [
  ['src/core/a.ts', '../ports/log.ts'],
  ['src/core/a.ts', '../adapters/azure-ml/arm-client.ts'],
  ['src/core/deep/a.ts', '../../flows/download-model.ts'],
  ['src/core/a.ts', 'node:fs'],
  ['src/core/a.ts', 'node:process'],
  ['src/core/a.ts', '@azure/identity'],
  ['src/ports/a.ts', '../adapters/azure-ml/arm-client.ts'],
  ['src/ports/a.ts', '../flows/download-model.ts'],
  ['src/flows/a.ts', '../adapters/azure-ml/arm-client.ts'],
  ['src/flows/a.ts', '@azure/storage-blob'],
  ['src/flows/deploy/a.ts', '../../../tasks/deploy-model/v1/inputs.ts'],
  ['artifact-source/a.ts', '../src/adapters/sqlite/database.ts'],
  ['artifact-source/a.ts', '../src/flows/download-model.ts'],
  ['artifact-source/a.ts', 'azure-devops-node-api/ReleaseApi.js'],
  ['src/adapters/azure-ml/a.ts', '../azure-storage/model-files.ts'],
  ['src/adapters/pipeline-agent/a.ts', '../azure-identity/credential.ts'],
  ['src/adapters/local/a.ts', '../../flows/download-model.ts'],
  ['tasks/download-model/v1/a.ts', '../../../apps/watcher/loop.ts'],
  ['tasks/download-model/v1/a.ts', 'azure-pipelines-task-lib/task'],
  ['apps/watcher/a.ts', '../emulator/stack.ts'],
  ['apps/watcher/a.ts', '../../tasks/download-model/v1/wiring.ts'],
  ['src/wiring/a.ts', '../../tasks/download-model/v1/wiring.ts'],
  ['src/wiring/a.ts', '../../apps/cli/host.ts'],
  ['src/flows/a.ts', '../wiring/deploy-targets.ts'],
  ['apps/watcher/a.ts', 'libsql'],
  ['apps/cli/a.ts', '../watcher/loop.ts'],
  ['apps/cli/migrate/a.ts', '../../../tasks/download-model/v1/wiring.ts'],
  ['apps/watcher/a.ts', '../cli/program.ts'],
  ['apps/emulator/a.ts', '../../src/core/workspace.ts'],
  ['apps/emulator/azure-ml/a.ts', '../../../src/core/workspace.ts'],
  ['apps/emulator/a.ts', '@azure/arm-machinelearning'],
  ['apps/emulator/a.ts', '../main-job/journey.ts'],
  ['apps/main-job/a.ts', '../emulator/stack.ts'],
  ['apps/main-job/a.ts', '../../src/core/workspace.ts'],
];

const allowed: readonly (readonly [string, string])[] = [
  ['src/core/a.ts', './errors/catalogue.ts'],
  ['src/ports/a.ts', '../core/workspace.ts'],
  ['src/flows/a.ts', '../ports/log.ts'],
  ['src/flows/a.ts', '../core/workspace.ts'],
  ['artifact-source/a.ts', '../src/ports/log.ts'],
  ['src/adapters/azure-ml/a.ts', '@azure/arm-machinelearning'],
  ['src/adapters/azure-ml/a.ts', './arm-error.ts'],
  ['src/adapters/azure-ml/a.ts', '../../core/workspace.ts'],
  ['src/adapters/pipeline-agent/a.ts', 'azure-pipelines-task-lib/task'],
  ['tasks/download-model/v1/a.ts', '../../../src/flows/download-model.ts'],
  ['tasks/download-model/v1/a.ts', '../../../src/adapters/azure-ml/arm/client.ts'],
  ['apps/watcher/a.ts', '../../artifact-source/watch.ts'],
  ['apps/cli/a.ts', '../../src/flows/migrate.ts'],
  ['apps/emulator/azure-ml/a.ts', '../kernel/time.ts'],
];

describe('scripts/lint/layers.js', function () {
  this.timeout(20_000);

  for (const [file, imported] of refused) {
    it(`refuses '${imported}' in ${file}`, async () => {
      const found = await complaints(file, imported);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', /import is restricted/);
    });
  }

  for (const [file, imported] of allowed) {
    it(`allows '${imported}' in ${file}`, async () => assert.deepEqual(await complaints(file, imported), []));
  }

  it('is part of the configuration that `npm run lint` uses', async () => {
    const config = (await new ESLint({ cwd: root }).calculateConfigForFile(join(root, 'src/core/a.ts'))) as {
      rules: Record<string, unknown>;
    };
    const [severity] = [config.rules['no-restricted-imports']].flat();
    assert.equal(severity, 2);
  });
});
