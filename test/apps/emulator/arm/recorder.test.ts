import assert from 'node:assert/strict';
import { exchangeLine } from '../../../../apps/emulator/arm/recorder.ts';

describe('apps/emulator/arm/recorder.ts', () => {
  it('writes one line without any secret', () => {
    const secret = 'hunter2';
    const line = exchangeLine({
      request: {
        method: 'PUT',
        url: 'https://localhost/x',
        headers: { Authorization: `Bearer ${secret}`, accept: '*/*' },
        body: { properties: { keys: { primaryKey: secret }, environmentVariables: { TOKEN: secret } } },
      },
      response: {
        status: 200,
        headers: {},
        body: [
          { secretsType: 'AccountKey', key: secret },
          { accessToken: secret, sasUri: `https://127.0.0.1/c?sig=${secret}` },
          {
            environmentVariables: [
              { name: 'A', value: secret },
              { name: 'B', secureValue: secret },
            ],
          },
          {
            volumes: [{ name: 'v', secret: { 'key.pem': secret } }],
            passwords: [{ name: 'password', value: secret }],
          },
          { uploadUrl: `https://127.0.0.1/c?sig=${secret}`, logLink: `https://127.0.0.1/c?sig=${secret}` },
        ],
      },
    });
    assert.ok(!line.includes(secret));
    assert.equal(line.indexOf('\n'), line.length - 1);
    const { request, response } = JSON.parse(line) as {
      request: { headers: Record<string, string> };
      response: { body: Record<string, string>[] };
    };
    assert.equal(request.headers.Authorization, 'Bearer redacted');
    assert.equal(response.body[1]?.sasUri, 'https://127.0.0.1/c');
    assert.deepEqual(response.body[2]?.environmentVariables, [
      { name: 'A', value: 'redacted' },
      { name: 'B', secureValue: 'redacted' },
    ]);
  });
});
