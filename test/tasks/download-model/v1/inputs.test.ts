// The inputs that the code reads and the inputs that task.json declares are the same, both ways.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readInputs } from '../../../../tasks/download-model/v1/inputs.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { declaredBy, hostWith } from '../../support/task-host.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'tasks', 'download-model', 'v1');
const declared = declaredBy('download-model/v1');

describe('tasks/download-model/v1/inputs.ts', () => {
  it('reads exactly what task.json declares', () => {
    const { host, asked } = hostWith({
      definition: 'fraud',
      path: '/w',
      resourceGroup: 'ml',
      workspace: 'prod',
    });
    readInputs(host);
    assert.ok(declared.inputs.length > 0);
    assert.deepEqual([...asked].toSorted(), declared.inputs.map(({ name }) => name).toSorted());
  });

  it('sets exactly the outputs that task.json declares', () => {
    const source = readFileSync(join(folder, 'index.ts'), 'utf8');
    const set = [...source.matchAll(/setOutput\('(\w+)'/g)].map(([, name]) => name);
    assert.deepEqual(set.toSorted(), declared.outputVariables.map(({ name }) => name).toSorted());
  });

  it('takes what a release passes to it', () => {
    const { host } = hostWith({
      definition: 'fraud',
      version: '7',
      downloadPath: '/job/_fraud',
      itemPattern: '**\n!x',
      resourceGroup: 'ml',
      workspace: 'prod',
    });
    assert.deepEqual(readInputs(host).request, {
      source: { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' },
      model: 'fraud',
      version: '7',
      folder: '/job/_fraud',
      patterns: ['**', '!x'],
    });
  });

  it('takes the folder as path from YAML, and the workspace from the scope of the connection', () => {
    const { host } = hostWith(
      { definition: 'fraud@latest', path: '/job/fraud' },
      { scope: { resourceGroup: 'ml', workspace: 'scoped' } },
    );
    const { folder: target, source, version } = readInputs(host).request;
    assert.deepEqual([target, source.name, version], ['/job/fraud', 'scoped', 'latest']);
  });

  it('takes the registry that a release names, though the connection is scoped to a workspace', () => {
    const inputs = {
      registry: 'contoso-models',
      definition: 'fraud',
      version: '7',
      downloadPath: '/a/_fraud',
    };
    const registry = { kind: 'registry', subscriptionId: 's', name: 'contoso-models' };
    const scoped = { resourceGroup: 'ml', workspace: 'scoped' };
    const own = hostWith({ ...inputs, resourceGroup: 'shared' }, { scope: scoped });
    assert.deepEqual(readInputs(own.host).request.source, { ...registry, resourceGroup: 'shared' });
    const inherited = hostWith(inputs, { scope: scoped });
    assert.deepEqual(readInputs(inherited.host).request.source, { ...registry, resourceGroup: 'ml' });
  });

  it('lets the kind of the source decide where a name was left over, or is missing', () => {
    const inputs = { definition: 'fraud', path: '/w', resourceGroup: 'ml', workspace: 'prod' };
    const stale = hostWith({ ...inputs, sourceType: 'workspace', registry: 'left-over' });
    assert.deepEqual(readInputs(stale.host).request.source, {
      subscriptionId: 's',
      resourceGroup: 'ml',
      name: 'prod',
    });
    const missing = hostWith({ ...inputs, sourceType: 'registry' });
    assert.throws(() => readInputs(missing.host), catalogueError('InputMissing', 'registry'));
  });

  it('asks for a folder where neither name gives one', () => {
    const { host } = hostWith({ definition: 'fraud', resourceGroup: 'ml', workspace: 'prod' });
    assert.throws(() => readInputs(host), catalogueError('InputMissing', 'downloadPath'));
  });
});
