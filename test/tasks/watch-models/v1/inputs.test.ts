import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readInputs } from '../../../../tasks/watch-models/v1/inputs.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { declaredBy, hostWith } from '../../support/task-host.ts';

const folder = join(import.meta.dirname, '../../../../tasks/watch-models/v1');
const declared = declaredBy('watch-models/v1');

const job = { url: 'https://dev.azure.com/contoso', token: 'token-of-the-job' };

/** A host with these inputs, in a job of an organization. */
const jobWith = (values: Readonly<Record<string, string>>) => hostWith(values, { organization: job });

describe('tasks/watch-models/v1/inputs.ts', () => {
  const usual = { watchesFile: '/w/watch.yml', storageAccount: 'contosostate' };

  it('reads exactly what task.json declares', () => {
    const asked = new Set<string>();
    for (const from of ['file', 'inline']) {
      const scene = jobWith({ ...usual, watchesFrom: from, watches: '[]' });
      readInputs(scene.host);
      for (const name of scene.asked) asked.add(name);
    }
    assert.deepEqual([...asked].toSorted(), declared.inputs.map(({ name }) => name).toSorted());
  });

  it('sets exactly the outputs that task.json declares', () => {
    const source = readFileSync(join(folder, 'index.ts'), 'utf8');
    const set = [...source.matchAll(/setOutput\('(\w+)'/g)].map(([, name]) => name);
    assert.deepEqual(set.toSorted(), declared.outputVariables.map(({ name }) => name).toSorted());
  });

  it('needs a file and an account, and takes the rest from the job', () => {
    const { host } = jobWith(usual);
    const { watches, state, organization } = readInputs(host);
    assert.deepEqual(watches, { file: '/w/watch.yml' });
    assert.deepEqual(state, {
      tableUrl: 'https://contosostate.table.core.windows.net',
      blobUrl: 'https://contosostate.blob.core.windows.net',
      table: 'azuremlwatch',
      container: 'azureml-watch',
    });
    assert.deepEqual(organization, job);
  });

  it('prefers what is given to what the job has', () => {
    const given = { organizationUrl: 'https://dev.azure.com/fabrikam/', organizationToken: 'pat' };
    const { host } = jobWith({ ...usual, ...given });
    assert.deepEqual(readInputs(host).organization, { url: 'https://dev.azure.com/fabrikam', token: 'pat' });
  });

  it('asks for organization and token where the job has none', () => {
    const without = (values: Record<string, string>) => readInputs(hostWith({ ...usual, ...values }).host);
    assert.throws(
      () => without({ organizationToken: 'pat' }),
      catalogueError('InputMissing', 'organizationUrl'),
    );
    const url = { organizationUrl: 'https://dev.azure.com/contoso' };
    assert.throws(() => without(url), catalogueError('InputMissing', 'organizationToken'));
  });

  it('refuses a choice that there is not', () => {
    const { host } = jobWith({ ...usual, watchesFrom: 'url' });
    assert.throws(() => readInputs(host), catalogueError('InputInvalid', 'watchesFrom', 'url'));
  });
});
