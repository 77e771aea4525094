import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allowedAddresses, forwardAddress } from '../../../../src/core/relay/forward-address.ts';

const contoso = allowedAddresses('https://dev.azure.com/contoso');
const server = allowedAddresses('https://tfs.corp:8443/tfs/Default');
const isAllowed = (text: string, allowed = contoso): boolean => 'url' in forwardAddress(text, allowed);

describe('src/core/relay/forward-address.ts', () => {
  for (const address of [
    'https://vsrm.dev.azure.com/contoso/_apis/Release/receiveExternalEvent/0f0c',
    'https://dev.azure.com/contoso/_apis/public/distributedtask/webhooks/fraud?api-version=6.0-preview',
    'https://contoso.visualstudio.com/_apis/Release/receiveExternalEvent/0f0c',
    'https://contoso.vsrm.visualstudio.com/_apis/Release/receiveExternalEvent/0f0c',
    'HTTPS://VSRM.dev.azure.com:443/Contoso/_apis/x',
  ]) {
    it(`takes ${address}`, () => {
      assert.ok(isAllowed(address));
      assert.ok(isAllowed(address, allowedAddresses('https://contoso.visualstudio.com')));
    });
  }

  it('shows host and organization only', () => {
    const read = forwardAddress('https://dev.azure.com/contoso/_apis/secret-id?token=x', contoso);
    assert.ok('shown' in read);
    assert.equal(read.shown, 'dev.azure.com/contoso');
  });

  it('takes a server at its own host, port and collection only', () => {
    assert.ok(isAllowed('https://tfs.corp:8443/tfs/default/_apis/Release/receiveExternalEvent/1', server));
    assert.ok(!isAllowed('https://tfs.corp/tfs/default/_apis/x', server));
    assert.ok(!isAllowed('https://tfs.corp:8443/tfs/other/_apis/x', server));
    assert.ok(!isAllowed('https://dev.azure.com/tfs/default/_apis/x', server));
  });

  it('allows nothing for the hosted service without an organization', () => {
    assert.deepEqual(allowedAddresses('https://dev.azure.com/'), []);
  });

  for (const [how, address] of [
    ['another host', 'https://evil.example/contoso/_apis/x'],
    ['a host that begins like it', 'https://dev.azure.com.evil.example/contoso/x'],
    ['a host that ends like it', 'https://evildev.azure.com/contoso/x'],
    ['a host below it', 'https://x.dev.azure.com/contoso/x'],
    ['another organization', 'https://dev.azure.com/fabrikam/_apis/x'],
    ['an organization that begins like it', 'https://dev.azure.com/contoso2/_apis/x'],
    ['a way out of the organization', 'https://dev.azure.com/contoso/../fabrikam/x'],
    ['an encoded way out', 'https://dev.azure.com/contoso/%2e%2e/fabrikam/x'],
    ['a backslash', 'https://dev.azure.com\\@evil.example/contoso/x'],
    ['the organization encoded', 'https://dev.azure.com/contoso%2f..%2ffabrikam/x'],
    ['a user name', 'https://dev.azure.com@evil.example/contoso/x'],
    ['a user name on the right host', 'https://user:pass@dev.azure.com/contoso/x'],
    ['a trailing dot', 'https://dev.azure.com./contoso/x'],
    ['another port', 'https://dev.azure.com:8443/contoso/x'],
    ['http', 'http://dev.azure.com/contoso/x'],
    ['another scheme', 'file://dev.azure.com/contoso/x'],
    ['no scheme', '//dev.azure.com/contoso/x'],
    ['full-width letters', 'https://dev.ａzure.com/contoso/x'],
    ['a letter of another script', 'https://dev.аzure.com/contoso/x'],
    ['a soft hyphen', 'https://dev.az\u00adure.com/contoso/x'],
    ['a line break', 'https://dev.azure.com/con\ntoso/x'],
    ['an IPv4 address', 'https://127.0.0.1/contoso/x'],
    ['an IPv4 address as a number', 'https://2130706433/contoso/x'],
    ['an IPv4 address in hex', 'https://0x7f.1/contoso/x'],
    ['an IPv6 address', 'https://[::1]/contoso/x'],
    ['the metadata service', 'https://169.254.169.254/contoso/x'],
    ['nothing', ''],
    ['more than a header holds', `https://dev.azure.com/contoso/${'x'.repeat(5000)}`],
  ] as const) {
    it(`refuses ${how}`, () => assert.ok(!isAllowed(address)));
  }

  it('never takes an address that a client would send elsewhere', () => {
    const part = fc.constantFrom(
      ...['dev.azure.com', 'vsrm.dev.azure.com', 'evil.example', 'contoso', 'fabrikam', '..', '.', '%2e%2e'],
      ...[
        '@',
        ':',
        '/',
        '\\',
        '//',
        '?',
        '#',
        '%2f',
        '%40',
        '%00',
        'user',
        '443',
        '8443',
        '\t',
        '。',
        'ａ',
        ';',
      ],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = `https://${parts.join('')}`;
        const read = forwardAddress(text, contoso);
        if (!('url' in read)) return;
        const { protocol, host, pathname, username, password } = new URL(read.url);
        assert.deepEqual([protocol, username, password], ['https:', '', '']);
        assert.ok(['dev.azure.com', 'vsrm.dev.azure.com'].includes(host), text);
        assert.match(pathname, /^\/contoso\//);
      }),
      { numRuns: 3000 },
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => void forwardAddress(text, contoso)));
  });
});
