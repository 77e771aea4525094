// What a user reads when a deployment fails: every target with every failure that it can have, on the stack.
import assert from 'node:assert/strict';
import { failing, failures, startFailures, type Failures } from '../support/failing-deployments.ts';

const noise = [
  /\bat .*\.(?:ts|js|cjs):\d+/,
  /\bundefined\b|\[object/,
  /\bsig=|\bBearer\s|clientSecret|listKeys/,
];

describe('apps/cli/model/deploy.ts (deployments that fail)', function () {
  // The first run builds the virtual environments from the package registry.
  this.timeout(300_000);
  let stage: Failures;

  before(async () => {
    stage = await startFailures();
  });
  after(() => stage.close());

  for (const [target, cases] of Object.entries(failures))
    for (const [failure, expected] of Object.entries(cases))
      it(`${target}, ${failing[failure] ?? failure}`, async () => {
        const { status, out, aside } = await stage.deploy(target, failure);
        assert.equal(status, 2, aside);
        assert.equal(out, '');
        const lines = aside.trimEnd().split('\n');
        const last = lines.at(-1) ?? '';
        assert.match(last, expected.error, aside);
        assert.match(last, / \[\w+, docs\/errors\.md#\w+\]$/);
        for (const words of expected.log ?? []) assert.match(aside, words);
        for (const words of noise) assert.doesNotMatch(aside, words);
        assert.doesNotMatch(aside, /put back|served before/, 'nothing served before');
      });
});
