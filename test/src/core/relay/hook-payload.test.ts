import assert from 'node:assert/strict';
import { forwardingKey, hookPayload } from '../../../../src/core/relay/hook-payload.ts';
import { modelVersion, workspace } from '../../../artifact-source/support/versions.ts';

const hook = { url: 'https://dev.azure.com/contoso/hook', secret: 'secret-of-the-hook' };
const version = modelVersion('7', 0);
const key = forwardingKey(hook, workspace, version);

describe('src/core/relay/hook-payload.ts', () => {
  it('is one flat object of texts', () => {
    assert.deepEqual(JSON.parse(hookPayload(workspace, version, '')), {
      definition: 'fraud',
      version: '7',
      subscription: workspace.subscriptionId,
      resourceGroup: 'ml',
      workspace: 'prod',
    });
  });

  it('tells the tag filter, by which sources are told apart too', () => {
    const { tags } = JSON.parse(hookPayload(workspace, version, 'stage=production')) as { tags: string };
    assert.equal(tags, 'stage=production');
  });

  it('has one key for one version to one hook, without the secret in it', () => {
    assert.equal(forwardingKey({ ...hook }, { ...workspace, name: 'PROD' }, { ...version }), key);
    assert.ok(!key.includes(hook.secret));
  });

  for (const [what, other] of [
    ['hook', forwardingKey({ ...hook, url: `${hook.url}2` }, workspace, version)],
    ['secret', forwardingKey({ ...hook, secret: 'other' }, workspace, version)],
    ['workspace', forwardingKey(hook, { ...workspace, name: 'test' }, version)],
    ['version', forwardingKey(hook, workspace, modelVersion('8', 0))],
    ['registration of the same number', forwardingKey(hook, workspace, modelVersion('7', 1))],
  ] as const) {
    it(`has another key for another ${what}`, () => assert.notEqual(other, key));
  }
});
