import assert from 'node:assert/strict';
import { createFakeAzureMl, type FakeAzureMl } from '../../../support/fake-azure-ml.ts';
import { goodFiles, setUp, twoVersions } from './support/deploy-set-up.ts';

/** The same service; `calls` hears of every one. */
function counted(azure: FakeAzureMl, calls: string[]): FakeAzureMl {
  const heard = <T extends object>(name: string, port: T): T =>
    new Proxy(port, {
      get(target, key, receiver) {
        const value: unknown = Reflect.get(target, key, receiver);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => {
          calls.push(`${name}.${String(key)}`);
          return Reflect.apply(value, target, given);
        };
      },
    });
  for (const name of ['endpoints', 'deployments', 'environments', 'code', 'facts'] as const)
    Object.assign(azure, { [name]: heard(name, azure[name]) });
  return azure;
}

describe('src/flows/deploy (what a deployment asks of the service)', () => {
  it('asks each thing once when it looks, and the endpoint only where it is about to be changed', async () => {
    const calls: string[] = [];
    const { run } = setUp(goodFiles, counted(createFakeAzureMl(twoVersions()), calls));
    await run({ version: '6' });
    assert.deepEqual(
      calls.splice(0).filter((call) => call.startsWith('endpoints.')),
      ['get', 'get', 'create', 'get', 'credential', 'change', 'get'].map((call) => `endpoints.${call}`),
    );
    await run({ version: '7' });
    assert.deepEqual(calls.splice(0), [
      'endpoints.get',
      'environments.exists',
      'code.exists',
      'deployments.list',
      'deployments.create',
      'endpoints.credential',
      'endpoints.change',
    ]);
    await run({ version: '7' });
    assert.deepEqual(calls, ['endpoints.get', 'environments.exists', 'code.exists', 'deployments.list']);
  });
});
