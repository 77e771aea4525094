import assert from 'node:assert/strict';
import fc from 'fast-check';
import { requestAddress, namesTritonModel } from '../../../../src/core/no-code/triton-request.ts';

const inputs = [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] }];
const to = (more: object) => JSON.stringify({ model_name: 'digits', inputs, ...more });

describe('src/core/no-code/triton-request.ts', () => {
  it('sends a request of Triton’s protocol to the model that it names', () => {
    const model = 'https://e.eastus.inference.ml.azure.com/v2/models/digits';
    for (const end of ['/score', '/', ''])
      assert.equal(requestAddress(`https://e.eastus.inference.ml.azure.com${end}`, to({})), `${model}/infer`);
    const versioned = requestAddress(
      'https://e.eastus.inference.ml.azure.com/score',
      to({ model_version: '3' }),
    );
    assert.equal(versioned, `${model}/versions/3/infer`);
    assert.equal(
      requestAddress('http://10.0.0.1/api/v1/endpoint/e/score', to({})),
      'http://10.0.0.1/api/v1/endpoint/e/v2/models/digits/infer',
    );
  });

  it('leaves every other request where it goes', () => {
    const uri = 'https://e.example/score';
    const others = [
      ...[JSON.stringify({ inputs }), JSON.stringify({ model_name: 'digits', inputs: { x: [1] } })],
      ...[to({ inputs: [] }), to({ inputs: [[1, 2]] }), '[1]', '{', 'null'],
    ];
    others.push(...['..', '.', '', 'a/b', 'a?b'].map((model_name) => to({ model_name })));
    for (const body of others) {
      assert.equal(requestAddress(uri, body), uri, body);
      assert.equal(namesTritonModel(body), false, body);
    }
  });

  it('never leaves the endpoint, whatever the model is called', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (model_name, model_version) => {
        const address = requestAddress('https://e.example/a/score', to({ model_name, model_version }));
        const { pathname, search, hash, host } = new URL(address);
        assert.deepEqual([host, search, hash], ['e.example', '', '']);
        assert.match(pathname, /^\/a\/(score$|v2\/)/);
      }),
    );
  });
});
