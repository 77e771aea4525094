// The three calls of the artifact type's trigger, as the emulated server makes them.
import assert from 'node:assert/strict';
import {
  payloadUrlHeader,
  secretHeader,
  signatureHeader,
  tagsHeader,
} from '../../src/core/relay/relay-headers.ts';
import {
  modelsProvider as provider,
  ownArtifactType,
  pick,
  scripted,
  valuesOf,
  workspaceSource as source,
} from './support/pickers.ts';

const type = ownArtifactType();

describe('artifact-source/artifact-type.contribution.json (trigger)', () => {
  const hooks = `${provider}/workspaces/prod/providers/Microsoft.EventGrid/eventSubscriptions`;
  const hookName = 'Webhook0123456789abcdef0123456789abcdef';
  const hookId = '01234567-89ab-cdef-0123-456789abcdef';
  const payloadUrl = `https://vsrm.dev.azure.com/contoso/_apis/Release/receiveExternalEvent/${hookId}`;
  const inputs = {
    ...source,
    relayUrl: 'https://relay.contoso.com/events',
    webHookName: hookName,
    webHookId: hookId,
    payloadUrl,
    secret: 'c2VjcmV0Kysv==',
  };

  it('creates one Event Grid subscription, which tells the relay where to and how to sign', async () => {
    const { send, requests } = scripted({});
    await assert.rejects(pick('createwebhook', { send, inputs }), /404/);
    const [request] = requests;
    assert.equal(request?.method, 'PUT');
    assert.equal(request.url, `https://arm.test${hooks}/${hookName}?api-version=2022-06-15`);
    assert.equal(request.headers['Content-Type'], 'application/json');
    assert.deepEqual(JSON.parse(request.body ?? ''), {
      properties: {
        destination: {
          endpointType: 'WebHook',
          properties: {
            endpointUrl: 'https://relay.contoso.com/events',
            maxEventsPerBatch: 1,
            deliveryAttributeMappings: [
              {
                name: payloadUrlHeader,
                type: 'Static',
                properties: { value: payloadUrl, isSecret: true },
              },
              {
                name: secretHeader,
                type: 'Static',
                properties: { value: 'c2VjcmV0Kysv==', isSecret: true },
              },
            ],
          },
        },
        labels: [payloadUrl],
        eventDeliverySchema: 'EventGridSchema',
        filter: {
          includedEventTypes: ['Microsoft.MachineLearningServices.ModelRegistered'],
          subjectBeginsWith: 'models/fraud:',
        },
      },
    });
  });

  it('hands the tag filter to the relay, and nothing where there is none', async () => {
    const { send, requests } = scripted({});
    const tags = 'stage=production,approved';
    await assert.rejects(pick('createwebhook', { send, inputs: { ...inputs, tags } }), /404/);
    const { properties } = JSON.parse(requests[0]?.body ?? '') as {
      properties: { destination: { properties: { deliveryAttributeMappings: readonly unknown[] } } };
    };
    assert.deepEqual(properties.destination.properties.deliveryAttributeMappings.slice(2), [
      { name: tagsHeader, type: 'Static', properties: { value: tags, isSecret: false } },
    ]);
  });

  it('is signed in the header that the relay writes', () => {
    assert.equal(type.artifactTriggerConfiguration?.payloadHashHeaderName, signatureHeader);
  });

  it('finds its own subscription by name, with a value that both saving and removing recognise', async () => {
    const path = `${hooks}?api-version=2022-06-15&$filter=name%20eq%20'${hookName}'`;
    const { send } = scripted({
      [path]: { value: [{ name: hookName, properties: { labels: [payloadUrl] } }] },
    });
    assert.deepEqual(valuesOf(await pick('listwebhook', { send, inputs })), [payloadUrl]);
  });

  it('removes it by its name', async () => {
    const { send, requests } = scripted({ [`${hooks}/${hookName}?api-version=2022-06-15`]: {} });
    assert.deepEqual(await pick('deletewebhook', { send, inputs }), []);
    assert.deepEqual(
      requests.map(({ method, headers }) => ({ method, headers })),
      [{ method: 'DELETE', headers: {} }],
    );
  });
});
