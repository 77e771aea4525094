// What watches over a deployment stays on when its model, its script or its size is another one; secrets stay references.
import assert from 'node:assert/strict';
import { bodyOf } from './support/monitored.ts';

const connection = '${{azureml://connections/scores/credentials/key}}';
const vault = '@Microsoft.KeyVault(SecretUri=https://example.vault.azure.net/secrets/db/)';

const config = {
  computeType: 'aks',
  computeTargetName: 'k8s',
  appInsightsEnabled: true,
  dataCollection: { storageEnabled: true },
  environmentVariables: {
    LEVEL: 'info',
    DB_KEY: connection,
    DB_PASSWORD: vault,
    BRACES: '{scoringUri} {{x}}',
  },
};

describe('src/core/plan: monitoring through updates', () => {
  it('keeps data collection, Application Insights and variables as the config says, for every version', () => {
    for (const version of ['7', '8']) {
      const { properties } = bodyOf(config, version);
      assert.equal(properties.appInsightsEnabled, true);
      assert.deepEqual(Object.keys(properties.dataCollector?.collections ?? {}).toSorted(), [
        'request',
        'response',
      ]);
      assert.equal(properties.environmentVariables['LEVEL'], 'info');
    }
  });

  it('switches them off only when the config does', () => {
    const { properties } = bodyOf({ computeType: 'aks', computeTargetName: 'k8s' }, '8');
    assert.deepEqual([properties.appInsightsEnabled ?? false, properties.dataCollector], [false, undefined]);
  });

  it('hands a reference to a secret over as it is written, through plan, bindings and all', () => {
    const { properties } = bodyOf(config, '7');
    assert.equal(properties.environmentVariables['DB_KEY'], connection);
    assert.equal(properties.environmentVariables['DB_PASSWORD'], vault);
  });
});
