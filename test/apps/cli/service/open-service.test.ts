import assert from 'node:assert/strict';
import { hubOf } from '../../../../apps/cli/service/open-service.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

type Values = Parameters<typeof hubOf>[2];
const values = (hub?: string): Values => ({ ...(hub !== undefined && { 'iot-hub': hub }) }) as Values;

describe('apps/cli/service/open-service.ts', () => {
  it('asks for the hub of a module, and of nothing else', () => {
    assert.equal(
      hubOf('status', 'iotedge', values('example.azure-devices.net')),
      'example.azure-devices.net',
    );
    assert.equal(hubOf('status', 'managed', values('example.azure-devices.net')), undefined);
    assert.throws(
      () => hubOf('status', 'iotedge', values()),
      catalogueError('CommandArgumentsInvalid', '--iot-hub is missing'),
    );
  });

  it('sends no token to a host that is no IoT Hub', () => {
    assert.throws(
      () => hubOf('status', 'iotedge', values('hub.azure-devices.net.example.org')),
      catalogueError('CommandArgumentsInvalid', 'is no IoT Hub'),
    );
  });
});
