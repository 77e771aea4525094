import assert from 'node:assert/strict';
import { requireAddressedTests } from '../../../../src/flows/deploy/require-addressed-tests.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { model, planInput } from '../../core/plan/support/plan-input.ts';

const request = JSON.stringify({
  model_name: 'digits',
  inputs: [{ name: 'x', shape: [1], datatype: 'FP32', data: [1] }],
});
const vague = '{"data": [1]}';
const triton = { models: [{ ...model(), type: 'triton_model' }] };

describe('src/flows/deploy/require-addressed-tests.ts', () => {
  it('wants each request to name its model of the repository', () => {
    const smokeTests = [{ name: 'zero', request }];
    assert.doesNotThrow(() => requireAddressedTests(triton, { testRequest: request, smokeTests }));
    assert.doesNotThrow(() => requireAddressedTests(triton, {}));
    assert.throws(
      () => requireAddressedTests(triton, { testRequest: vague, smokeTests }),
      catalogueError('TritonRequestUnaddressed', 'test request'),
    );
    assert.throws(
      () => requireAddressedTests(triton, { smokeTests: [...smokeTests, { name: 'one', request: vague }] }),
      catalogueError('TritonRequestUnaddressed', "smoke test 'one'"),
    );
  });

  it('asks nothing of requests to a script', () => {
    const { inference } = planInput({ deployment: { computeType: 'managed' } });
    assert.ok(inference);
    requireAddressedTests({ ...triton, inference }, { testRequest: vague });
    requireAddressedTests({ models: [model()] }, { testRequest: vague });
  });
});
