import assert from 'node:assert/strict';
import { runClaim } from '../../../../src/core/rollout/run-claim.ts';

const now = new Date('2026-11-21T14:00:00Z');
const claim = (variables: Record<string, string>) =>
  runClaim({ variable: (name) => variables[name], uniqueId: 'a-1', now });

describe('src/core/rollout/run-claim.ts', () => {
  it('takes the number of the release before that of its build', () => {
    assert.deepEqual(claim({ 'Release.ReleaseId': '17', 'Build.BuildId': '900' }), {
      ...{ kind: 'release', number: 17, holder: 'a-1', since: now },
    });
    assert.equal(claim({ 'Build.BuildId': '900' }).kind, 'run');
  });

  it('is a person where no pipeline runs', () => {
    assert.deepEqual(claim({ 'Release.ReleaseId': '' }), {
      kind: 'person',
      number: 0,
      holder: 'a-1',
      since: now,
    });
    assert.equal(claim({ 'Build.BuildId': '$(Build.BuildId)' }).kind, 'person');
  });
});
