// Errors as IoT Hub writes them: `ErrorCode:<name>;<sentence>` in the member Message.
import { randomBytes } from 'node:crypto';

export class HubError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  body(now: Date): object {
    return {
      Message: `ErrorCode:${this.code};${this.message}`,
      ExceptionMessage: `Tracking ID:${randomBytes(16).toString('hex')}-TimeStamp:${now.toISOString()}`,
    };
  }
}

export const hubErrors = {
  invalid: (reason: string) => new HubError(400, 'ArgumentInvalid', reason),
  apiVersion: (version: string | undefined) =>
    new HubError(400, 'InvalidProtocolVersion', `The api-version '${version ?? ''}' is not supported.`),
  unauthorized: (reason: string) => new HubError(401, 'IotHubUnauthorizedAccess', reason),
  noDevice: (device: string) => new HubError(404, 'DeviceNotFound', `Device '${device}' is not registered.`),
  deviceExists: (device: string) =>
    new HubError(409, 'DeviceAlreadyExists', `A device with the id '${device}' exists already.`),
  notOnline: (device: string) => new HubError(404, 'DeviceNotOnline', `Device '${device}' is not connected.`),
  noModule: (device: string, module: string) =>
    new HubError(404, 'ModuleNotFound', `Module '${module}' of device '${device}' is not registered.`),
  noConfiguration: (id: string) =>
    new HubError(404, 'ConfigurationNotFound', `There is no configuration '${id}'.`),
  configurationExists: (id: string) =>
    new HubError(409, 'ConfigurationAlreadyExists', `A configuration with the id '${id}' exists already.`),
  tooMany: (most: number) =>
    new HubError(400, 'ConfigurationCountExceeded', `A hub holds ${most} configurations at most.`),
  etag: () =>
    new HubError(
      412,
      'PreconditionFailed',
      'The condition in the If-Match header was not met: the ETag differs.',
    ),
  unknown: (method: string, path: string) =>
    new HubError(404, 'InvalidResource', `The emulated IoT Hub has no '${method} ${path}'.`),
};
