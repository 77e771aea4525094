// Finding release definitions on the emulated Azure DevOps, with the real contribution of the artifact type.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createOrganization } from '../../../../src/adapters/azure-devops/organization.ts';
import { createReleaseDefinitions } from '../../../../src/adapters/azure-devops/release-definitions.ts';
import { subscriptionId } from '../../../apps/emulator/azure-devops/support/fake-azure.ts';
import { definition } from '../../../apps/emulator/azure-devops/support/release-fixtures.ts';
import {
  type RunningAzureDevOps,
  connectionId as idOf,
  startRunning,
} from '../../../apps/emulator/azure-devops/support/running-azure-devops.ts';
import {
  type WantedDefinition,
  releaseDefinitionsContract,
} from '../../../contracts/release-definitions.contract.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { quotaOf } from '../../../support/quota-of.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';

interface Contribution {
  readonly contributions: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
}

const file = new URL('../../../../artifact-source/artifact-type.contribution.json', import.meta.url);
const [contribution] = (JSON.parse(readFileSync(file, 'utf8')) as Contribution).contributions;

describe('src/adapters/azure-devops/release-definitions.ts on the emulator', function () {
  this.timeout(60_000);
  let running: RunningAzureDevOps;
  let connectionId: string;

  before(async () => {
    running = await startRunning();
    trustAuthority(running.caPem);
    const properties = contribution?.properties ?? {};
    const downloadTaskId = String(properties['downloadTaskId']);
    const inputs = [{ name: 'connection', type: 'connectedService:AzureRM' }];
    await running.install({
      tasks: [{ name: 'Download', id: downloadTaskId, script: '', inputs }],
      // Its trigger would be registered in Azure, which is not what is looked at here.
      artifactTypes: [{ ...properties, artifactTriggerConfiguration: { isTriggerSupported: true } }],
    });
    connectionId = await idOf(running, 'azureml-secret');
  });
  after(() => running.close());

  async function save({ name, alias, inputs, isTriggered }: WantedDefinition): Promise<void> {
    const { project } = running.devops;
    const values = {
      connection: connectionId,
      subscription: subscriptionId,
      defaultVersionType: 'latestType',
      ...inputs,
    };
    const definitionReference = Object.fromEntries(
      Object.entries(values).map(([input, value]) => [input, { id: value, name: value }]),
    );
    const more = {
      artifacts: [{ alias, type: 'AzureMLModelRelease', isPrimary: true, definitionReference }],
      triggers: isTriggered === true ? [{ triggerType: 'artifactSource', artifactAlias: alias }] : [],
    };
    const answer = await running.call(
      'POST',
      `/emulator/${project}/_apis/release/definitions?api-version=7.1`,
      definition(name, [{ tasks: [], conditions: [] }], more),
    );
    assert.equal(answer.status, 200, answer.body.toString());
  }

  releaseDefinitionsContract(async (wanted) => {
    const { project, organizationUrl: url, personalAccessToken: token } = running.devops;
    const api = await running.api.getReleaseApi();
    for (const { id = 0 } of await api.getReleaseDefinitions(project)) {
      await api.deleteReleaseDefinition(project, id);
    }
    for (const each of wanted) await save(each);
    return {
      definitions: createReleaseDefinitions(
        createOrganization({ url, token, quota: quotaOf(createAutoClock()) }),
      ),
      project,
      connectionId,
      connectionName: 'azureml-secret',
      subscriptionId,
    };
  });

  it('meets no gap of the emulator', () => assert.deepEqual(running.gaps.entries(), []));
});
