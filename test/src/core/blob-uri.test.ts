import assert from 'node:assert/strict';
import fc from 'fast-check';
import { accountUrlOf, parseModelUri } from '../../../src/core/blob-uri.ts';

describe('src/core/blob-uri.ts', () => {
  const workspace = { subscriptionId: 's-1', resourceGroup: 'ml', name: 'prod' };
  const long = 'subscriptions/s-1/resourcegroups/ml/workspaces/prod';

  for (const [uri, location] of [
    [
      'azureml://datastores/workspaceblobstore/paths/LocalUpload/ab/model/',
      { kind: 'datastore', datastore: 'workspaceblobstore', path: 'LocalUpload/ab/model' },
    ],
    [
      `azureml://${long}/datastores/ds/paths/a/b.pkl`,
      { kind: 'datastore', datastore: 'ds', path: 'a/b.pkl', workspace },
    ],
    [
      'azureml://subscriptions/s-1/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/prod/datastores/ds/paths/a',
      { kind: 'datastore', datastore: 'ds', path: 'a', workspace },
    ],
    [
      'azureml://datastores/workspaceartifactstore/ExperimentRun/dcid.run-1/outputs/model.pkl',
      {
        kind: 'datastore',
        datastore: 'workspaceartifactstore',
        path: 'ExperimentRun/dcid.run-1/outputs/model.pkl',
      },
    ],
    ['azureml://datastores/ds/paths/', { kind: 'datastore', datastore: 'ds', path: '' }],
    // As it stands: a blob's name may hold a per cent sign.
    ['azureml://datastores/ds/paths/a%20b', { kind: 'datastore', datastore: 'ds', path: 'a%20b' }],
    [
      'azureml://jobs/train-1/outputs/model_output/paths/x/y',
      { kind: 'job-output', job: 'train-1', output: 'model_output', path: 'x/y' },
    ],
    [
      'azureml://jobs/train-1/outputs/artifacts',
      { kind: 'job-output', job: 'train-1', output: 'artifacts', path: '' },
    ],
    ['runs:/run-1/model', { kind: 'run', run: 'run-1', path: 'model' }],
    ['azureml:fraud:7', { kind: 'asset', name: 'fraud', version: '7' }],
    [
      'azureml://locations/westeurope/workspaces/0000/models/fraud/versions/7',
      { kind: 'asset', name: 'fraud', version: '7' },
    ],
    [
      'azureml://registries/shared/models/fraud/versions/7',
      { kind: 'asset', name: 'fraud', version: '7', registry: 'shared' },
    ],
    [
      'azureml:/subscriptions/s-1/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/prod/models/fraud/versions/7',
      { kind: 'asset', name: 'fraud', version: '7' },
    ],
    [
      'https://acc.blob.core.windows.net/models/a%20b/c?sig=secret',
      { kind: 'blob', accountUrl: 'https://acc.blob.core.windows.net', container: 'models', path: 'a b/c' },
    ],
    [
      'https://127.0.0.1:10000/devstoreaccount1/models/a',
      {
        kind: 'blob',
        accountUrl: 'https://127.0.0.1:10000/devstoreaccount1',
        container: 'models',
        path: 'a',
      },
    ],
  ] as const)
    it(`reads ${uri}`, () => {
      assert.deepEqual(parseModelUri(uri), location);
    });

  for (const uri of [
    '',
    'fraud',
    'file:///etc/passwd',
    'azureml://unknown/place',
    'https://',
    'https://acc.blob.x/',
  ])
    it(`does not know '${uri}'`, () => {
      assert.equal(parseModelUri(uri), undefined);
    });

  it('takes any text without throwing, and gives paths without slashes at their ends', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((tail) => `azureml://datastores/ds/paths/${tail}`),
      fc.string().map((tail) => `https://acc.blob.core.windows.net/c/${tail}`),
    );
    fc.assert(
      fc.property(text, (uri) => {
        const location = parseModelUri(uri);
        if (location && 'path' in location) assert.doesNotMatch(location.path, /^\/|\/$/);
      }),
    );
  });

  it('gives back every path of a datastore', () => {
    const part = fc.stringMatching(/^[a-zA-Z0-9 ._%+-]{1,12}$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const path = parts.join('/');
        assert.deepEqual(parseModelUri(`azureml://datastores/ds/paths/${path}`), {
          kind: 'datastore',
          datastore: 'ds',
          path,
        });
        assert.deepEqual(parseModelUri(`azureml://${long}/datastores/ds/paths/${path}`), {
          kind: 'datastore',
          datastore: 'ds',
          path,
          workspace,
        });
      }),
    );
  });

  it('puts the account into the path where the host is an address, else into the host', () => {
    const of = (endpoint: string) => accountUrlOf({ protocol: 'https', endpoint, accountName: 'acc' });
    assert.equal(of('core.windows.net'), 'https://acc.blob.core.windows.net');
    assert.equal(of('core.chinacloudapi.cn'), 'https://acc.blob.core.chinacloudapi.cn');
    assert.equal(of('127.0.0.1:10000'), 'https://127.0.0.1:10000/acc');
    assert.equal(of('localhost:10000'), 'https://localhost:10000/acc');
  });
});
