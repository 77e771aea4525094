import assert from 'node:assert/strict';
import { webhookSecrets } from '../../../../tasks/watch-models/v1/webhook-secrets.ts';
import type { FiringTarget } from '../../../../src/core/firing/target.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

describe('tasks/watch-models/v1/webhook-secrets.ts', () => {
  const webhook = (secretFrom: string): { target: FiringTarget } => ({
    target: { kind: 'webhook', webhook: 'models', header: 'X-Signature', secretFrom },
  });
  const release: { target: FiringTarget } = {
    target: { kind: 'release', project: 'demo', definition: 'deploy', artifact: '_fraud' },
  };
  const variables = (values: Record<string, string>) => ({ get: (name: string) => values[name] });

  it('takes each from its variable, without the line break at its end', () => {
    const secrets = webhookSecrets([webhook('KEY'), release], variables({ KEY: 's3cret\n', OTHER: 'x' }));
    assert.deepEqual([...secrets], [['KEY', 's3cret']]);
  });

  it('names every variable that is missing or empty, once', () => {
    const watches = [webhook('GONE'), webhook('EMPTY'), webhook('GONE'), webhook('KEY')];
    assert.throws(
      () => webhookSecrets(watches, variables({ EMPTY: ' ', KEY: 's3cret' })),
      catalogueError('WatchSecretMissing', 'GONE, EMPTY'),
    );
  });

  it('asks for none where nothing is fired at a webhook', () => {
    assert.equal(webhookSecrets([release], variables({})).size, 0);
  });
});
