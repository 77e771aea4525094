// The page of the emulated portal over HTTP, for an artifact type that is not ours.
import assert from 'node:assert/strict';
import { modelArtifactType } from '../azure-devops/support/fake-azure.ts';
import {
  connectionId,
  startRunning,
  type RunningAzureDevOps,
} from '../azure-devops/support/running-azure-devops.ts';

const downloadId = 'aaaaaaaa-0000-4000-8000-000000000001';
const path = '/emulator/AzureML/_emulator/add-artifact';

/** The fixture's inputs as an editor needs them: the connection and the model are lists, the places are typed. */
function editableType(): Record<string, unknown> {
  const type = modelArtifactType(downloadId);
  const lists = ['connection', 'definition', 'defaultVersionSpecific'];
  const inputDescriptors = (type['inputDescriptors'] as readonly { readonly id: string }[]).map((input) => ({
    ...input,
    hasDynamicValueInformation: lists.includes(input.id),
    ...(input.id === 'definition'
      ? { dependencyInputIds: ['connection', 'resourceGroup', 'workspace'] }
      : {}),
  }));
  return { ...type, inputDescriptors };
}

describe('apps/emulator/portal/portal-routes.ts', function () {
  this.timeout(30_000);
  let running: RunningAzureDevOps;
  const page = async (values: Readonly<Record<string, string>>, headers = {}) => {
    const query = new URLSearchParams(values).toString();
    const answer = await running.call('GET', `${path}?${query}`, undefined, {
      Accept: 'text/html',
      ...headers,
    });
    return { status: answer.status, headers: answer.headers, text: answer.body.toString('utf8') };
  };

  before(async () => {
    running = await startRunning();
    await running.install({
      tasks: [{ name: 'Download', id: downloadId, script: '', inputs: [] }],
      artifactTypes: [editableType()],
    });
  });
  after(() => running.close());

  it('asks a browser for the token instead of showing it the sign-in page', async () => {
    const { status, headers } = await page({}, { Authorization: '' });
    assert.equal(status, 401);
    assert.match(String(headers['www-authenticate']), /^Basic/);
  });

  it('shows the dialog of the first type, and lets no script run but its own', async () => {
    const { status, headers, text } = await page({});
    assert.equal(status, 200);
    assert.match(String(headers['content-security-policy']), /script-src 'sha256-/);
    assert.match(text, /Fixture model/);
    assert.match(text, /First choose: .*Service connection/);
  });

  it('answers the lists through the interpreter, and says what a definition would store', async () => {
    const connection = await connectionId(running, 'azureml-secret');
    const chosen = {
      type: 'FixtureModel',
      connection,
      resourceGroup: 'rg',
      workspace: 'ws',
      definition: 'fraud',
      defaultVersionType: 'latestType',
    };
    const { text } = await page(chosen);
    assert.match(text, new RegExp(`${connection}:rg/ws:fraud`));
    assert.match(text, /version 2/);
  });

  it('shows in the words of the service why a list is empty', async () => {
    const connection = await connectionId(running, 'azureml-secret');
    const gone = { type: 'FixtureModel', connection, resourceGroup: 'rg', workspace: 'gone' };
    assert.match((await page(gone)).text, /Status Code: &#39;404&#39;/);
  });

  it('names a type that is not installed', async () => {
    const { status, text } = await page({ type: '<None>' });
    assert.equal(status, 404);
    assert.match(text, /'<None>' is not installed/);
  });
});
