// Service connections and the pickers that use them.
import assert from 'node:assert/strict';
import { clientSecret } from '../support/fake-azure.ts';
import { modelArtifact } from '../support/release-fixtures.ts';
import { project, startWaiting, type Waiting } from '../support/waiting.ts';

describe('apps/emulator/azure-devops/rest/connection-routes.ts', () => {
  let running: Waiting['running'];
  let releases: Waiting['releases'];
  let connection: Waiting['connection'];
  before(async () => {
    ({ running, releases, connection } = await startWaiting());
  });
  after(() => running.close());

  it('never gives out the secrets of a connection, and keeps them when a change leaves them out', async () => {
    const api = await running.api.getServiceEndpointApi();
    const all = await api.getServiceEndpoints(project);
    assert.deepEqual(
      all.map(({ name, type }) => [name, type]),
      [
        ['azureml-secret', 'azurerm'],
        ['azureml-certificate', 'azurerm'],
        ['azureml-federated', 'azurerm'],
      ],
    );
    assert.ok(!JSON.stringify(all).includes(clientSecret));
    const secret = await api.getServiceEndpointDetails(project, connection);
    assert.equal(secret.authorization?.parameters?.['serviceprincipalkey'], null);
    await api.updateServiceEndpoint({ ...secret, description: 'changed' }, connection);
    assert.equal((await api.getServiceEndpointDetails(project, connection)).description, 'changed');
    const sources = [modelArtifact(connection)];
    const { artifactVersions } = await releases.getArtifactVersionsForSources(sources, project);
    assert.deepEqual(
      artifactVersions?.[0]?.versions?.map(({ id }) => id),
      ['2', '1'],
      'the kept secret still signs in',
    );
  });

  it('creates a connection, refuses a second of its name and one without its fields', async () => {
    const api = await running.api.getServiceEndpointApi();
    const input = {
      name: 'mine',
      type: 'azurerm',
      url: 'https://management.example/',
      data: { subscriptionId: 's', subscriptionName: 'n' },
      authorization: {
        scheme: 'ServicePrincipal',
        parameters: { tenantid: 't', serviceprincipalid: 'a', serviceprincipalkey: 'k' },
      },
    };
    const made = await api.createServiceEndpoint(input);
    assert.equal(made.authorization?.parameters?.['serviceprincipalkey'], null);
    await assert.rejects(api.createServiceEndpoint(input), /already exists/);
    await assert.rejects(
      api.createServiceEndpoint({ ...input, name: 'other', data: {} }),
      /required: subscriptionId/,
    );
    await api.deleteServiceEndpoint(made.id ?? '', [project]);
    assert.equal(await api.getServiceEndpointDetails(project, made.id ?? ''), null);
  });

  it('answers the pickers by calling Azure through the connection', async () => {
    const query = async (inputId: string, currentValues: Record<string, string>) =>
      (
        await releases.getInputValues(
          { resource: { name: 'FixtureModel' }, currentValues, inputValues: [{ inputId } as never] },
          project,
        )
      ).inputValues?.[0];
    const chosen = { connection, resourceGroup: 'rg', workspace: 'ws', definition: 'fraud' };
    const shown = async (id: string): Promise<string[] | undefined> =>
      (await query(id, chosen))?.possibleValues.map(({ displayValue }) => displayValue);
    assert.deepEqual(await shown('connection'), [
      'azureml-secret',
      'azureml-certificate',
      'azureml-federated',
    ]);
    assert.deepEqual(await shown('definition'), ['fraud', 'zebra']);
    assert.deepEqual(await shown('versions'), ['2', '1']);
    const wrong = await query('definition', { ...chosen, workspace: 'nope' });
    assert.match(wrong?.error.message ?? '', /Failed to query service connection API.*'404'/);
    assert.match((await query('nothing', chosen))?.error.message ?? '', /has no values for 'nothing'/);
  });

  it('gives the artifact type as it was contributed', async () => {
    const types = await releases.getArtifactTypeDefinitions(project);
    assert.deepEqual(
      types.map(({ name, artifactType }) => [name, artifactType]),
      [['FixtureModel', 'Build']],
    );
  });

  it('says why a sign-in was refused, without the secret', async () => {
    const api = await running.api.getServiceEndpointApi();
    const stored = await api.getServiceEndpointDetails(project, connection);
    const wrong = 'a-secret-that-has-expired';
    const parameters = { ...stored.authorization?.parameters, serviceprincipalkey: wrong };
    const made = await api.createServiceEndpoint({
      ...stored,
      id: '',
      name: 'expired',
      authorization: { ...stored.authorization, parameters },
    });
    const sources = [modelArtifact(made.id ?? '')];
    const { artifactVersions } = await releases.getArtifactVersionsForSources(sources, project);
    const said = artifactVersions?.[0]?.errorMessage ?? '';
    assert.match(said, /Failed to obtain an access token for "expired": 401 .*AADSTS7000215/);
    assert.ok(!said.includes(wrong));
    await api.deleteServiceEndpoint(made.id ?? '', [project]);
  });
});
