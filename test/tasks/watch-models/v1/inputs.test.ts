import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { fail } from '../../../../src/core/errors/catalogue.ts';
import type { ServiceConnection } from '../../../../src/core/service-connection.ts';
import type { TaskHost } from '../../../../src/ports/task-host.ts';
import { readInputs } from '../../../../tasks/watch-models/v1/inputs.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';

const folder = join(import.meta.dirname, '../../../../tasks/watch-models/v1');
const named = z.array(z.object({ name: z.string() }));
const declared = z
  .object({ inputs: named, outputVariables: named })
  .parse(JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8')));

const connection: ServiceConnection = {
  name: 'azure',
  armUrl: 'https://management.azure.com',
  authorityUrl: 'https://login.microsoftonline.com',
  audience: 'https://management.core.windows.net/',
  tenantId: 't',
  subscriptionId: 's',
  signIn: { scheme: 'secret', clientId: 'c', secret: 'x' },
};
const job = { url: 'https://dev.azure.com/contoso', token: 'token-of-the-job' };

/** A host with these inputs; remembers which were asked for. */
function hostWith(values: Record<string, string>, own: typeof job | 'none' = job) {
  const asked = new Set<string>();
  const optional = (name: string) => {
    asked.add(name);
    return values[name];
  };
  const host: TaskHost = {
    inputs: {
      optional,
      required: (name) => {
        const value = optional(name);
        if (value === undefined) throw fail('InputMissing', { input: name });
        return value;
      },
      flag: (name) => optional(name) === 'true',
      path: optional,
      lines: (name) => optional(name)?.split('\n') ?? [],
    },
    connections: {
      azure: (name) => {
        optional(name);
        return connection;
      },
      azureDevOps: () => (own === 'none' ? undefined : own),
    },
    variables: { get: () => undefined, setOutput: () => undefined, setSecretOutput: () => undefined },
    progress: { show: () => undefined },
    log: createMemoryLog(),
    match: (paths) => paths,
  };
  return { host, asked };
}

describe('tasks/watch-models/v1/inputs.ts', () => {
  const usual = { watchesFile: '/w/watch.yml', storageAccount: 'contosostate' };

  it('reads exactly what task.json declares', () => {
    const asked = new Set<string>();
    for (const from of ['file', 'inline']) {
      const scene = hostWith({ ...usual, watchesFrom: from, watches: '[]' });
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
    const { host } = hostWith(usual);
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
    const { host } = hostWith({ ...usual, ...given });
    assert.deepEqual(readInputs(host).organization, { url: 'https://dev.azure.com/fabrikam', token: 'pat' });
  });

  it('asks for organization and token where the job has none', () => {
    const without = (values: Record<string, string>) =>
      readInputs(hostWith({ ...usual, ...values }, 'none').host);
    assert.throws(
      () => without({ organizationToken: 'pat' }),
      catalogueError('InputMissing', 'organizationUrl'),
    );
    const url = { organizationUrl: 'https://dev.azure.com/contoso' };
    assert.throws(() => without(url), catalogueError('InputMissing', 'organizationToken'));
  });

  it('refuses a choice that there is not', () => {
    const { host } = hostWith({ ...usual, watchesFrom: 'url' });
    assert.throws(() => readInputs(host), catalogueError('InputInvalid', 'watchesFrom', 'url'));
  });
});
