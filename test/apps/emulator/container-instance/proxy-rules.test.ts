import assert from 'node:assert/strict';
import { proxyRules } from '../../../../apps/emulator/container-instance/proxy-rules.ts';

const config = (map: string, server = 'listen 443 ssl; ssl_certificate /c; ssl_certificate_key /k;') => `
pid /tmp/nginx.pid; # a comment; with signs {
events {}
http {
  map $http_authorization $allowed { default 0; ${map} }
  server {
    ${server}
    proxy_read_timeout 7s;
    location / {
      if ($allowed = 0) { return 401; }
      proxy_set_header Authorization "";
      proxy_pass http://127.0.0.1:5001;
    }
  }
}`;

// Each of these was tried with nginx 1.22 itself.
describe('apps/emulator/container-instance/proxy-rules.ts', () => {
  it('lets whom the map allows pass: expressions by their letters’ case, texts without it', () => {
    const rules = proxyRules(config('"~^[Bb]earer abc[+]d$" 1; "Bearer xyz" 1;'));
    for (const value of ['Bearer abc+d', 'bearer abc+d', 'Bearer xyz', 'BEARER XYZ'])
      assert.equal(rules.refusal(value), undefined, value);
    for (const value of ['Bearer ABC+D', 'Bearer abccd', 'Bearer abc+d2', ''])
      assert.equal(rules.refusal(value), 401, value);
    assert.deepEqual([rules.port, rules.upstreamPort, rules.timeoutMs], [443, 5001, 7000]);
    assert.deepEqual([rules.tls, rules.hidden], [{ certificate: '/c', key: '/k' }, ['authorization']]);
  });

  it('refuses what nginx refuses, in its words', () => {
    const long = `"Bearer ${'a'.repeat(43)}" 1;`;
    for (const [text, words] of [
      [config(long), /could not build map_hash/],
      [config('', 'listen 443 ssl;'), /no "ssl_certificate" is defined/],
      [config('', 'lissen 80;'), /unknown directive "lissen"/],
      [config('').replace('events {}', ''), /no "events" section/],
      [`${config('')} }`, /unexpected "}"/],
      [config('').replace('$allowed = 0', '$other = 0'), /unknown "other" variable/],
    ] as const)
      assert.throws(() => proxyRules(text), words);
  });
});
