import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ArmService } from '../support/arm-service.ts';
import { startOnlineService, type OnlineService } from '../support/online-service.ts';

describe('apps/emulator/azure-ml/ml-error.ts', () => {
  let online: OnlineService;
  let arm: ArmService;
  before(async () => {
    online = await startOnlineService();
    ({ arm } = online);
  });
  after(() => arm.close());

  it('writes errors as the service does', async () => {
    const { status, body } = await arm.call('GET', 'models/none');
    assert.equal(status, 404);
    const { error } = body as {
      error: {
        code: string;
        details: unknown[];
        additionalInfo: { type: string; info: { value: unknown } }[];
      };
    };
    assert.equal(error.code, 'UserError');
    assert.deepEqual(error.details, []);
    assert.deepEqual(
      error.additionalInfo.map(({ type }) => type),
      ['ComponentName', 'Correlation', 'InnerError'],
    );
    assert.deepEqual(error.additionalInfo[2]?.info.value, {
      code: 'NotFound',
      innerError: { code: 'ModelContainerNotFound', innerError: null },
    });
  });

  it('never fails itself, whatever the body, the name or the query', async () => {
    const methods = fc.constantFrom('GET', 'PUT', 'PATCH', 'POST', 'DELETE');
    const paths = fc.constantFrom(
      ...['models/NAME', 'models/NAME/versions/1', 'codes/NAME/versions/1', 'environments/NAME/versions/1'],
      ...['onlineEndpoints/NAME', 'onlineEndpoints/NAME/deployments/NAME', 'onlineEndpoints/NAME/listKeys'],
      ...[
        'datastores/NAME/listSecrets',
        'codes/NAME/versions/1/startPendingUpload',
        'NAME',
        'models/m/versions',
      ],
    );
    // Bodies that are nearly right find more than bodies that are wrong altogether.
    const bodies = fc.oneof(
      fc.json(),
      fc.record({ location: fc.constant('westeurope'), identity: fc.anything(), properties: fc.anything() }),
      fc.record({
        properties: fc.dictionary(fc.constantFrom('modelUri', 'image', 'tags', '__proto__'), fc.anything()),
      }),
    );
    const queries = fc.constantFrom('', '?$top=0', '?$skip=9999', '?$skip=x', '?listViewType=', '?tags=,=');
    await fc.assert(
      fc.asyncProperty(methods, paths, fc.string({ unit: 'binary' }), bodies, queries, async (...call) => {
        const [method, path, name, body, query] = call;
        // No client can write a lone surrogate into an address: the detour replaces it.
        const encoded = encodeURIComponent(Buffer.from(name).toString());
        const text =
          typeof body === 'string'
            ? body
            : JSON.stringify(body, (_key, value: unknown) =>
                typeof value === 'bigint' ? String(value) : value,
              );
        const { status, body: answer } = await arm.call(
          method,
          `${path.replaceAll('NAME', encoded)}${query}`,
          text,
        );
        assert.ok(status !== 500, `${method} ${path} ${encoded} ${text}: ${JSON.stringify(answer)}`);
      }),
      { numRuns: 400 },
    );
  });
});
