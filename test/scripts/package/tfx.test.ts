import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { complaints, createVsix } from '../../../scripts/package/tfx.ts';

const contribution = {
  id: 'a-task',
  type: 'ms.vss-distributed-task.task',
  targets: ['ms.vss-distributed-task.tasks'],
};
const manifest = {
  manifestVersion: 1,
  id: 'probe',
  publisher: 'nobody',
  version: '1.2.3',
  name: 'Probe',
  categories: ['Azure Pipelines'],
  targets: [{ id: 'Microsoft.VisualStudio.Services' }],
  contributions: [{ ...contribution, properties: { name: 'none' } }],
};

describe('scripts/package/tfx.ts', function () {
  this.timeout(20_000);
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tfx-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('sees warnings through colours, and takes nothing else of the standard output for one', () => {
    const output =
      '\u001b[33mwarning: bad\u001b[39m\n === Completed ===\nwarning about nothing\n  error: worse\n';
    assert.deepEqual(complaints(output, ''), ['warning: bad', '  error: worse']);
  });

  it('takes everything on the standard error output as a problem', () => {
    assert.deepEqual(complaints('', '\nsomething broke\n'), ['something broke']);
  });

  it('refuses what tfx only warns of, in the words of tfx', () => {
    writeFileSync(join(folder, 'vss-extension.json'), JSON.stringify(manifest));
    assert.throws(() => createVsix(folder, join(folder, 'out')), /does not have a task\.json/);
  });

  it('refuses what tfx refuses', () => {
    writeFileSync(join(folder, 'vss-extension.json'), JSON.stringify({ ...manifest, publisher: undefined }));
    assert.throws(() => createVsix(folder, join(folder, 'out')), /publisher/i);
  });
});
