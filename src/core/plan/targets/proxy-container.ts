// The container in front of a model on ACI: v1 had keys and TLS there, a bare container group has neither.
import type { DeploymentConfig } from '../../config/deployment-config.ts';
import { invalidKey, isGiven } from '../../config/origin.ts';
import { fail } from '../../errors/catalogue.ts';
import type { PlanInput, WhatIsThere } from '../plan.ts';
import { scoringPort } from './scoring-image.ts';

export interface Proxy {
  readonly port: number;
  readonly container: object;
  readonly volume: object;
}

/** Microsoft's nginx image; another one by `sidecarImage`. */
const nginxImage = 'mcr.microsoft.com/azurelinux/base/nginx:1.25';
const mountPath = '/etc/scoring-proxy';
export const proxySize = { cpu: 0.1, memoryInGB: 0.1 };

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

/** Characters that mean nothing to nginx. */
const plainKey = /^[A-Za-z0-9+/=_.~-]{16,256}$/;

/**
 * The file's own keys; else those that the service has; else new ones. A file that names the first key only means that one: a
 * made-up second would be known to nobody, and another one in every run.
 */
function keysOf({ deployment, newKeys }: PlanInput, now: WhatIsThere): readonly string[] {
  const { settings, origin } = deployment;
  const made = now.keys ?? (hasOwnKeys(deployment) ? undefined : newKeys);
  const primaryKey = settings.keys?.primaryKey ?? made?.primaryKey;
  const secondaryKey = settings.keys?.secondaryKey ?? made?.secondaryKey;
  if (primaryKey === undefined) throw fail('InputMissing', { input: 'keys.primaryKey' });
  for (const [name, key] of Object.entries({ primaryKey, secondaryKey }))
    if (key !== undefined && !plainKey.test(key))
      throw invalidKey(origin, `keys.${name}`, 'must be 16 to 256 letters, digits and any of + / = _ . ~ -');
  return [primaryKey, ...(secondaryKey === undefined ? [] : [secondaryKey])];
}

/**
 * A regular expression, because nginx compares plain texts of a map without regard to case, and keeps them in buckets that a
 * key of 40 characters already bursts: it would not start.
 */
const allows = (key: string): string => `"~^[Bb]earer ${key.replace(/[+.]/g, '[$&]')}$" 1;`;

function configOf(input: PlanInput, keys: readonly string[], tls: boolean): string {
  const { cname, scoringTimeoutMs } = input.deployment.settings;
  const seconds = Math.ceil((scoringTimeoutMs ?? 60_000) / 1000);
  const refusal = 'if ($allowed = 0) { add_header WWW-Authenticate Bearer always; return 401; }';
  return [
    'pid /tmp/nginx.pid;',
    // The container's log is what it writes here.
    'error_log /dev/stderr;',
    'events {}',
    'http {',
    '  access_log /dev/stdout;',
    '  server_tokens off;',
    ...(keys.length > 0
      ? [`  map $http_authorization $allowed { default 0; ${keys.map(allows).join(' ')} }`]
      : []),
    '  server {',
    tls ? '    listen 443 ssl;' : '    listen 80;',
    ...(tls
      ? [
          `    server_name ${cname ?? '_'};`,
          `    ssl_certificate ${mountPath}/cert.pem;`,
          `    ssl_certificate_key ${mountPath}/key.pem;`,
          '    ssl_protocols TLSv1.2 TLSv1.3;',
        ]
      : []),
    '    client_max_body_size 0;',
    `    proxy_read_timeout ${seconds}s;`,
    '    location / {',
    ...(keys.length > 0 ? [`      ${refusal}`] : []),
    // The keys are nothing to the scoring script.
    '      proxy_set_header Authorization "";',
    `      proxy_pass http://127.0.0.1:${scoringPort};`,
    '    }',
    '  }',
    '}',
    '',
  ].join('\n');
}

export const needsKeys = ({ settings, origin }: DeploymentConfig): boolean =>
  isGiven(origin, 'authMode') ? settings.authMode === 'key' : settings.authEnabled === true;

/** Whether the file says which keys callers present. */
export const hasOwnKeys = ({ settings }: DeploymentConfig): boolean =>
  settings.keys?.primaryKey !== undefined;

/** @throws InputMissing, ConfigurationInvalid */
export function proxyContainer(input: PlanInput, now: WhatIsThere): Proxy | undefined {
  const { settings, origin } = input.deployment;
  const tls = settings.sslEnabled === true;
  const keys = needsKeys(input.deployment) ? keysOf(input, now) : [];
  if (!tls && keys.length === 0) return undefined;
  const { certificateText, certificateKeyText } = input.texts;
  if (tls && !/^[A-Za-z0-9.*-]+$/.test(settings.cname ?? ''))
    throw invalidKey(origin, 'cname', 'must be a host name');
  const port = tls ? 443 : 80;
  return {
    port,
    container: {
      name: 'proxy',
      properties: {
        image: settings.sidecarImage ?? nginxImage,
        command: ['nginx', '-c', `${mountPath}/nginx.conf`, '-g', 'daemon off;'],
        ports: [{ port, protocol: 'TCP' }],
        resources: { requests: proxySize },
        volumeMounts: [{ name: 'proxy', mountPath, readOnly: true }],
      },
    },
    volume: {
      name: 'proxy',
      secret: {
        'nginx.conf': base64(configOf(input, keys, tls)),
        ...(tls && {
          'cert.pem': base64(certificateText ?? ''),
          'key.pem': base64(certificateKeyText ?? ''),
        }),
      },
    },
  };
}
