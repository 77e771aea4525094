import assert from 'node:assert/strict';
import { batchInputOf, isAddress } from '../../../../src/core/batch/batch-input.ts';

describe('src/core/batch/batch-input.ts', () => {
  it('takes an address, of a folder unless it says of a file', () => {
    const uri = 'azureml://datastores/workspaceblobstore/paths/in';
    assert.deepEqual(batchInputOf(JSON.stringify({ input: uri })), { kind: 'address', uri, isFile: false });
    assert.deepEqual(batchInputOf(JSON.stringify({ input: uri, type: 'uri_file' })), {
      ...{ kind: 'address', uri, isFile: true },
    });
  });

  it('takes files by name, and any other JSON as the one file', () => {
    assert.deepEqual(batchInputOf('{"files": {"a.csv": "1,2"}}'), {
      kind: 'files',
      files: [{ path: 'a.csv', text: '1,2' }],
    });
    for (const json of ['{"data": [1]}', '[1, 2]', '{"input": "data/march"}'])
      assert.deepEqual(batchInputOf(json), { kind: 'files', files: [{ path: 'request.json', text: json }] });
  });

  it('tells addresses from folders of this machine', () => {
    for (const text of ['azureml://x', 'https://a.blob/x', '/subscriptions/s/data/d'])
      assert.ok(isAddress(text));
    for (const text of ['data', './data', '/home/data', 'C:\\data', 'http://insecure/x'])
      assert.equal(isAddress(text), false, text);
  });
});
