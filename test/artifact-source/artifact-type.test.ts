// The contribution as the emulated server interprets it: which calls it makes and what comes of their answers.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SendRequest } from '../../apps/emulator/azure-devops/data-sources/query.ts';
import { isVisible } from '../../apps/emulator/azure-devops/releases/visible-rule.ts';

import {
  modelsProvider as provider,
  ownArtifactType,
  pick,
  type PickerOptions,
  resourceGroup as group,
  results,
  scripted,
  valuesOf,
  workspaceSource as source,
} from './support/pickers.ts';

const type = ownArtifactType();

const workspaceScoped = {
  scopeLevel: 'AzureMLWorkspace',
  resourceGroupName: 'ml',
  mlWorkspaceName: 'prod',
};
const apiVersion = 'api-version=2024-04-01';

async function rendered(target: string, more: Partial<PickerOptions> = {}): Promise<string> {
  const [only] = await pick(target, {
    send: scripted({}).send,
    inputs: { ...source, version: '7' },
    ...more,
  });
  return only?.value ?? '';
}

describe('artifact-source/artifact-type.contribution.json', () => {
  it('lists the resource groups of a subscription, page by page', async () => {
    const first = `/subscriptions/s-1/resourcegroups?api-version=2021-04-01`;
    const token = 'eyJuZXh0IjoiMSJ9';
    const { send } = scripted({
      [first]: {
        value: [{ id: '/subscriptions/s-1/resourceGroups/web', name: 'web' }],
        nextLink: `https://arm.test${first}&$skiptoken=${token}`,
      },
      [`${first}&$skiptoken=${token}`]: { value: [{ id: group, name: 'ml' }] },
    });
    assert.deepEqual(valuesOf(await pick('resourceGroup', { send, inputs: {} })), ['ml', 'web']);
  });

  it('offers the group and the workspace of a connection that is scoped to a workspace, and no other', async () => {
    const store = `${provider}/workspaces/prod/datastores`;
    const { send } = scripted({
      [`${store}?isDefault=true&${apiVersion}`]: { value: [{ id: `${store}/workspaceblobstore` }] },
    });
    const options = { send, endpoint: workspaceScoped, inputs: source };
    assert.deepEqual(valuesOf(await pick('resourceGroup', options)), ['ml']);
    assert.deepEqual(valuesOf(await pick('subscription', options)), ['s-1']);
    assert.deepEqual(valuesOf(await pick('workspace', options)), ['prod']);
  });

  it('lists workspaces, registries and the models of either', async () => {
    const { send } = scripted({
      [`${provider}/workspaces?${apiVersion}`]: { value: [{ id: `${provider}/workspaces/prod` }] },
      [`${provider}/registries?${apiVersion}`]: { value: [{ name: 'shared' }] },
      [`${provider}/workspaces/prod/models?${apiVersion}`]: { value: [{ name: 'fraud' }] },
      [`${provider}/registries/shared/models?${apiVersion}`]: { value: [{ name: 'churn' }] },
    });
    const inRegistry = { ...source, sourceType: 'registry', registry: 'shared', workspace: '' };
    assert.deepEqual(valuesOf(await pick('workspace', { send, inputs: source })), ['prod']);
    assert.deepEqual(valuesOf(await pick('registry', { send, inputs: source })), ['shared']);
    assert.deepEqual(valuesOf(await pick('definition', { send, inputs: source })), ['fraud']);
    assert.deepEqual(valuesOf(await pick('definition', { send, inputs: inRegistry })), ['churn']);
  });

  it('takes a definition that was saved before registries were known for one of a workspace', async () => {
    const older = Object.fromEntries(Object.entries(source).filter(([key]) => key !== 'sourceType'));
    const { send } = scripted({
      [`${provider}/workspaces/prod/models?${apiVersion}`]: { value: [{ name: 'fraud' }] },
    });
    assert.deepEqual(valuesOf(await pick('definition', { send, inputs: older })), ['fraud']);
  });

  it('shows when a version was created and how it is described, whatever the description holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, unit: 'grapheme' }), async (description) => {
        const send: SendRequest = () =>
          Promise.resolve({
            status: 200,
            headers: {},
            body: JSON.stringify({
              value: [
                {
                  name: '7',
                  systemData: { createdAt: '2026-11-20T10:12:33.1230000+00:00' },
                  properties: { description },
                },
              ],
            }),
          });
        for (const target of ['versions', 'defaultVersionSpecific']) {
          const [version] = await pick(target, { send, inputs: source });
          // The version alone is what $(Release.Artifacts.<alias>.BuildNumber) becomes.
          assert.deepEqual([version?.value, version?.displayValue], ['7', '7']);
          assert.equal(
            version?.data['commitMessage'],
            `Created 2026-11-20T10:12:33.1230000+00:00: ${description}`,
          );
        }
      }),
    );
  });

  it('explains every input in whole sentences', () => {
    for (const { id, name, description } of type.inputDescriptors) {
      assert.notEqual(name, '', id);
      assert.ok(typeof description === 'string', id);
      assert.match(description, /^[A-Z].{30,}\.$/, id);
    }
  });

  it('shows the inputs of a workspace or those of a registry', () => {
    const shown = (values: Record<string, string>) =>
      type.inputDescriptors
        .filter(({ properties }) => isVisible(properties?.visibleRule, values))
        .map(({ id }) => id);
    const common = ['connection', 'sourceType', 'subscription', 'resourceGroup'];
    const rest = ['definition', 'tags', 'defaultVersionType', 'watch', 'relayUrl'];
    assert.deepEqual(shown({ sourceType: 'workspace' }), [...common, 'workspace', ...rest]);
    assert.deepEqual(shown({}), [...common, 'workspace', ...rest]);
    assert.deepEqual(shown({ sourceType: 'registry' }), [...common, 'registry', ...rest]);
    assert.ok(shown({ defaultVersionType: 'specificVersionType' }).includes('defaultVersionSpecific'));
  });

  it('refuses a filter or a relay address that would change the call it is put into', () => {
    const accepts = (id: string, value: string) => {
      const pattern = type.inputDescriptors.find((input) => input.id === id)?.validation?.pattern;
      assert.ok(pattern, `${id} has no pattern`);
      return new RegExp(pattern).test(value);
    };
    for (const value of ['stage', 'stage=production', 'stage=production,approved', 'a.b:c=d e-f_1'])
      assert.ok(accepts('tags', value), value);
    for (const value of ['a&listViewType=All', 'a#', 'a=b=c', ',a', 'a,', 'a"', '$(x)', '{{secret}}'])
      assert.ok(!accepts('tags', value), value);
    for (const value of ['https://relay.contoso.com/events', 'https://r/?code=a%20b'])
      assert.ok(accepts('relayUrl', value), value);
    for (const value of [
      'http://relay',
      'https://r/"',
      'https://r/ x',
      'https://r/\\',
      'https://r/{{secret}}',
    ])
      assert.ok(!accepts('relayUrl', value), value);
  });

  it('links to the model and to its version in the studio', async () => {
    const wsid = `?wsid=${provider}/workspaces/prod`;
    assert.equal(await rendered('artifactSourceDefinitionUrl'), `https://ml.azure.com/model/list${wsid}`);
    assert.equal(
      await rendered('artifactSourceVersionUrl'),
      `https://ml.azure.com/model/fraud:7/details${wsid}`,
    );
    const inputs = { ...source, sourceType: 'registry', registry: 'shared', version: '7' };
    assert.equal(
      await rendered('artifactSourceVersionUrl', { inputs }),
      'https://ml.azure.com/registries/shared/models/fraud/version/7',
    );
  });

  it('gives the server the artifact details that a build must have', async () => {
    const inputs = { ...source, version: '7' };
    const [details] = await results('artifactDetails', { send: scripted({}).send, inputs });
    assert.deepEqual(JSON.parse(details ?? ''), {
      Name: 'fraud',
      StreamType: 'zip',
      downloadUrl: `https://arm.test${provider}/workspaces/prod/models/fraud/versions/7?${apiVersion}`,
    });
    assert.equal(type.artifactType, 'Build');
  });
});
