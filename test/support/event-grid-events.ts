// Events as Event Grid sends them: the samples of its documentation, with our names.

export const topic =
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/prod';

const registeredType = 'Microsoft.MachineLearningServices.ModelRegistered';

/** In Event Grid's own schema. */
export function gridEvent(version: string | number = 7, more: object = {}): Record<string, unknown> {
  return {
    topic,
    subject: `models/fraud:${version}`,
    eventType: registeredType,
    eventTime: '2026-11-21T00:00:00.9584103Z',
    id: '831e1650-001e-001b-66ab-eeb76e069631',
    data: { ModelName: 'fraud', ModelVersion: version, ModelTags: { area: 'x' }, ModelProperties: {} },
    dataVersion: '',
    metadataVersion: '1',
    ...more,
  };
}

/** As a CloudEvent. */
export function cloudEvent(version: string | number = 7, more: object = {}): Record<string, unknown> {
  return {
    source: topic,
    subject: `models/fraud:${version}`,
    type: registeredType,
    time: '2026-11-21T00:00:00.9584103Z',
    id: '831e1650-001e-001b-66ab-eeb76e069631',
    data: { modelName: 'fraud', modelVersion: String(version) },
    specversion: '1.0',
    ...more,
  };
}

export const validationCode = '512d38b6-c7b8-40c8-89fe-f46f9e9622b6';

export function validationEvent(): Record<string, unknown> {
  return {
    id: '2d1781af-3a4c-4d7c-bd0c-e34b19da4e66',
    topic,
    subject: '',
    data: {
      validationCode,
      validationUrl: 'https://rp-eastus2.eventgrid.azure.net:553/eventsubscriptions/x',
    },
    eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
    eventTime: '2026-11-21T00:00:00Z',
    metadataVersion: '1',
    dataVersion: '1',
  };
}
