import assert from 'node:assert/strict';
import { hubsOf } from '../../../../../apps/cli/model/flags/hub-flag.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';

describe('apps/cli/model/flags/hub-flag.ts', () => {
  const environment = { AZUREML_RELEASE_IOT_HUBS: 'a.azure-devices.net, b.azure-devices.net' };

  it('takes the hubs that are named, else those of the environment, each once', () => {
    assert.deepEqual(hubsOf('where', ['c.azure-devices.net', 'c.azure-devices.net'], environment), [
      'c.azure-devices.net',
    ]);
    assert.deepEqual(hubsOf('where', [], environment), ['a.azure-devices.net', 'b.azure-devices.net']);
    assert.deepEqual(hubsOf('where', [], {}), []);
  });

  it('sends no token to a host that is no hub', () => {
    assert.throws(
      () => hubsOf('where', ['evil.example.com'], {}),
      catalogueError('CommandArgumentsInvalid', "'evil.example.com' is no IoT Hub"),
    );
  });
});
