import assert from 'node:assert/strict';
import { restoredGroup } from '../../../../../src/core/plan/targets/restored-group.ts';

const tags = (secrets: string, content = 'c1') => ({
  'azureml-release.secrets': secrets,
  'azureml-release.content': content,
  team: 'ml',
});

const group = (over: object = {}, secrets = 's1') => ({
  location: 'westeurope',
  tags: tags(secrets),
  properties: {
    containers: [{ name: 'scoring', properties: { image: 'old:1', environmentVariables: [] } }],
    imageRegistryCredentials: [{ server: 'a.azurecr.io', username: 'a' }],
    ...over,
  },
});

const proxy = (secret: object) => ({ volumes: [{ name: 'proxy', secret }] });
const credentials = { imageRegistryCredentials: [{ server: 'a.azurecr.io', username: 'a', password: 'p' }] };

describe('src/core/plan/targets/restored-group.ts', () => {
  it('puts everything back as the service shows it, with the secrets of the plan', () => {
    const planned = group({ ...credentials, ...proxy({ 'nginx.conf': 'abc' }) });
    const restored = restoredGroup(group(proxy({})), planned);
    const properties = { ...group().properties, ...credentials, ...proxy({ 'nginx.conf': 'abc' }) };
    assert.deepEqual(restored, { isWhole: true, body: { ...group(), properties } });
  });

  it('takes a secret variable from the plan, and leaves one out that the plan does not know', () => {
    const variables = (...environmentVariables: readonly object[]) =>
      group({ containers: [{ name: 'scoring', properties: { image: 'old:1', environmentVariables } }] });
    const earlier = variables({ name: 'MODE', value: 'fast' }, { name: 'KEY' }, { name: 'GONE' });
    const planned = variables({ name: 'KEY', secureValue: 'k' }, { name: 'MODE', value: 'slow' });
    const body = restoredGroup(earlier, planned)?.body as ReturnType<typeof group>;
    assert.deepEqual(body.properties.containers[0]?.properties.environmentVariables, [
      { name: 'MODE', value: 'fast' },
      { name: 'KEY', secureValue: 'k' },
    ]);
  });

  it('takes its hash away from a group whose secrets are others now: whoever deploys its files gets them back', () => {
    const planned = group(proxy({ 'nginx.conf': 'new keys' }), 's2');
    const restored = restoredGroup(group(proxy({})), planned);
    assert.equal(restored?.isWhole, false);
    const { tags: left } = restored.body as ReturnType<typeof group>;
    assert.deepEqual(left, { 'azureml-release.secrets': 's1', team: 'ml' });
  });

  it('puts no proxy back whose files it does not know', () => {
    assert.equal(restoredGroup(group(proxy({})), group()), undefined);
  });
});
