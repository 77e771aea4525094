// An event of a workspace, and its two forms on the wire.

export interface GridEvent {
  readonly id: string;
  /** ARM id of the workspace. */
  readonly topic: string;
  readonly subject: string;
  readonly eventType: string;
  /** ISO 8601. */
  readonly eventTime: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type DeliverySchema = 'EventGridSchema' | 'CloudEventSchemaV1_0';

export interface WireForm {
  readonly contentType: string;
  readonly body: string;
}

/** Event Grid's own schema is an array of one; a CloudEvent is sent by itself. */
export function wireForm(event: GridEvent, schema: DeliverySchema): WireForm {
  if (schema === 'EventGridSchema')
    return {
      contentType: 'application/json; charset=utf-8',
      body: JSON.stringify([{ ...event, dataVersion: '', metadataVersion: '1' }]),
    };
  const { topic, eventType, eventTime, ...rest } = event;
  return {
    contentType: 'application/cloudevents+json; charset=utf-8',
    body: JSON.stringify({ ...rest, source: topic, type: eventType, time: eventTime, specversion: '1.0' }),
  };
}

/** How the members of the data are written: the documentation's samples and the client libraries' tests differ. */
export type DataCasing = 'PascalCase' | 'camelCase';

export interface RegisteredModel {
  readonly name: string;
  readonly version: string;
  readonly tags: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Pascal case comes with a number for a version that is one; camel case always with a text. */
export function modelData(model: RegisteredModel, casing: DataCasing): Readonly<Record<string, unknown>> {
  const { name, version, tags, properties } = model;
  if (casing === 'camelCase')
    return { modelName: name, modelVersion: version, modelTags: tags, modelProperties: properties };
  const number = /^(0|[1-9]\d{0,14})$/.test(version) ? Number(version) : version;
  return { ModelName: name, ModelVersion: number, ModelTags: tags, ModelProperties: properties };
}
