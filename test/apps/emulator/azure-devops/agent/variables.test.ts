// Variables of a job.
import assert from 'node:assert/strict';
import { environmentName, Variables } from '../../../../../apps/emulator/azure-devops/agent/variables.ts';

function variables(values: Record<string, string>): Variables {
  return new Variables(
    Object.entries(values).map(([name, value]) => ({ name, value, secret: false, readOnly: false })),
  );
}

describe('apps/emulator/azure-devops/agent/variables.ts', () => {
  it('expands nested references, ignoring case, and leaves unknown ones and circles as they are', () => {
    const job = variables({ a: '$(B)/x', b: 'b', loop: '$(loop)' });
    assert.equal(job.expand('$(A) $(nope) $(loop)'), 'b/x $(nope) $(loop)');
    assert.equal(job.get('A'), 'b/x');
  });

  it('keeps a secret secret when it is set again', () => {
    const job = variables({});
    job.set('k', '1', { secret: true });
    job.set('K', '2');
    assert.deepEqual(job.all(), [{ name: 'k', value: '2', secret: true, readOnly: false }]);
  });

  it('turns names into environment names', () => {
    assert.equal(
      environmentName('Release.Artifacts._my model.BuildId'),
      'RELEASE_ARTIFACTS__MY_MODEL_BUILDID',
    );
    assert.equal(environmentName('a-b'), 'A-B');
  });
});
