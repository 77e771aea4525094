import assert from 'node:assert/strict';
import { fail } from '../../../../src/core/errors/catalogue.ts';
import { callerKeys } from '../../../../src/flows/deploy/caller-keys.ts';
import type { KeyPair } from '../../../../src/ports/endpoint-keys.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';
import { planInput, workspace, type File } from '../../core/plan/support/plan-input.ts';

const pair = { primary: 'the-first-key', secondary: 'the-second-key' };
const ownKeys = { primaryKey: 'a-key-of-the-tests-1' };

function ask(
  authMode: string | undefined,
  read: () => Promise<KeyPair>,
  file: File = { computeType: 'aci' },
) {
  const log = createMemoryLog();
  const { deployment } = planInput({ deployment: file });
  const ref = { workspace, service: 'fraud' };
  const address = authMode === undefined ? {} : { authMode };
  return { log, keys: callerKeys(ref, address, { target: { keys: { read } }, deployment, log }) };
}

const found = () => Promise.resolve(pair);

describe('src/flows/deploy/caller-keys.ts', () => {
  it('reads the keys of a service whose callers present some', async () => {
    assert.deepEqual(await ask('Key', found).keys, pair);
  });

  it('asks nobody where callers present tokens, or nothing', async () => {
    const never = () => Promise.reject(new Error('asked'));
    for (const mode of ['AADToken', 'AMLToken', undefined]) assert.deepEqual(await ask(mode, never).keys, {});
  });

  it('takes those that only the deployment config knows from there', async () => {
    const unknown = () => Promise.reject(fail('ServiceKeyUnknown', { service: 'fraud' }));
    const file = { computeType: 'aci', authEnabled: true, keys: ownKeys };
    assert.deepEqual(await ask('Key', unknown, file).keys, { primary: ownKeys.primaryKey });
  });

  it('says so where they are not for this connection to read, and lets other errors pass', async () => {
    const resource = 'onlineEndpoints/fraud';
    const { keys, log } = ask('Key', () =>
      Promise.reject(fail('AzureForbidden', { action: 'POST', resource })),
    );
    assert.deepEqual(await keys, {});
    assert.match(log.lines.join('\n'), /keys of 'fraud' are no output/);
    const down = fail('AzureFailed', { resource, status: 500, reason: 'x' });
    await assert.rejects(ask('Key', () => Promise.reject(down)).keys, catalogueError('AzureFailed'));
  });
});
