import assert from 'node:assert/strict';
import { createLocalModelUses } from '../../../../src/flows/model-uses/local-model-uses.ts';
import { fail } from '../../../../src/core/errors/catalogue.ts';
import type { ScoringServer } from '../../../../src/ports/server-host.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
const labels = { 'azureml-local-endpoint': '', 'azureml-release.model': 'fraud:7' };

const uses = (list: () => Promise<readonly ScoringServer[]>) =>
  createLocalModelUses({ kind: 'container', what: 'containers', servers: { list } });

describe('src/flows/model-uses/local-model-uses.ts', () => {
  it('finds the servers that hold a model, running or not', async () => {
    const servers = [
      { name: 'fraud.v7-1', state: 'running', labels },
      { name: 'old.v7-2', state: 'exited', labels },
      { name: 'other.v1', state: 'running', labels: { 'azureml-local-endpoint': '' } },
    ];
    assert.deepEqual(
      await uses(() => Promise.resolve(servers)).list(workspace),
      servers.slice(0, 2).map(({ name, state }) => ({
        ...{ kind: 'container', service: name, place: 'this machine', state, tags: labels },
        models: [{ model: 'fraud', version: '7' }],
      })),
    );
  });

  const silent = (code: string) =>
    fail(
      'DockerNotRunning',
      { address: '/var/run/docker.sock', reason: `connect ${code}` },
      Object.assign(new Error(`connect ${code}`), { code }),
    );

  for (const [what, error] of [
    ['stopped', silent('ECONNREFUSED')],
    ["not this user's", fail('DockerForbidden', { address: '/var/run/docker.sock' })],
  ] as const)
    it(`says that it could not look where the engine is ${what}`, async () => {
      const answer = await uses(() => Promise.reject(error)).list(workspace);
      assert.match(JSON.stringify(answer), /^\{"notLookedAt":"[a-z].*\/var\/run\/docker\.sock.*[^.]"\}$/);
    });

  it('finds nobody where there is no engine at all', async () => {
    assert.deepEqual(await uses(() => Promise.reject(silent('ENOENT'))).list(workspace), []);
  });

  it('answers nothing when the engine refuses to list', async () => {
    const refused = fail('DockerRefused', { what: 'list containers', reason: 'server error' });
    await assert.rejects(
      Promise.resolve(uses(() => Promise.reject(refused)).list(workspace)),
      catalogueError('DockerRefused', 'server error'),
    );
  });
});
