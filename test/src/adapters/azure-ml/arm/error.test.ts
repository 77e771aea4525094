import assert from 'node:assert/strict';
import { armFailure } from '../../../../../src/adapters/azure-ml/arm/error.ts';

const group = '/subscriptions/s/resourceGroups/ml/providers';
const workspace = `${group}/Microsoft.MachineLearningServices/workspaces/w`;

const failure = (status: number, path: string, code: string, message = 'No.') =>
  armFailure({
    ...{ method: 'PUT', url: `https://arm${path}?api-version=1`, status },
    body: JSON.stringify({ error: { code, message } }),
  });

describe('src/adapters/azure-ml/arm/error.ts', () => {
  for (const [status, code, message] of [
    [409, 'ContainerGroupQuotaReached', "quota 'StandardCores' exceeded in region 'westeurope'"],
    [400, 'OutOfQuota', 'Not enough quota for Standard_DS3_v2'],
    [403, 'QuotaExceeded', 'The limit of 100 endpoints is reached'],
    [409, 'OperationNotAllowed', 'Operation results in exceeding quota limits of Core'],
  ] as const)
    it(`knows a quota that is used up by ${code}, whatever the status`, () => {
      const error = failure(
        status,
        `${group}/Microsoft.ContainerInstance/containerGroups/fraud`,
        code,
        message,
      );
      assert.equal(error.code, 'AzureQuotaReached');
      assert.ok(
        error.message.includes(`'Microsoft.ContainerInstance/containerGroups/fraud': ${code}: ${message}`),
      );
      assert.match(error.remedy, /ask for more quota/);
    });

  it('takes no other conflict and no throttling for a quota', () => {
    assert.equal(failure(409, workspace, 'OperationNotAllowed', 'It is being deleted').code, 'AzureConflict');
    assert.equal(failure(429, workspace, 'QuotaExceeded').code, 'AzureThrottled');
  });

  for (const [path, role] of [
    [`${workspace}/onlineEndpoints/e`, "'AzureML Data Scientist' on the workspace"],
    [
      `${group}/Microsoft.ContainerInstance/containerGroups/g`,
      "'Azure Container Instances Contributor Role' on the",
    ],
    [
      `${group}/Microsoft.ContainerRegistry/registries/r/scheduleRun`,
      "'Contributor' on the container registry",
    ],
    [`${group}/Microsoft.Insights/autoscaleSettings/a`, "'Monitoring Contributor'"],
    [`${group}/Microsoft.Insights/components/c`, "'Monitoring Reader' on that component"],
    [
      `${workspace}/providers/Microsoft.EventGrid/eventSubscriptions/e`,
      "'EventGrid EventSubscription Contributor'",
    ],
    [
      `${group}/Microsoft.MachineLearningServices/registries/shared/models/m`,
      "'AzureML Registry User' on the registry",
    ],
  ] as const)
    it(`names the role that is missing: ${role}`, () => {
      const error = failure(403, path, 'AuthorizationFailed');
      assert.equal(error.code, 'AzureForbidden');
      assert.ok(error.remedy.includes(role), error.remedy);
      assert.doesNotMatch(error.message, /subscriptions/);
    });
});
