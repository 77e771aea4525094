// The container in front of a model on ACI: v1 had keys and TLS there, a bare container group has neither.
import type { DeploymentConfig } from '../../config/deployment-config.ts';
import { invalidKey, isGiven } from '../../config/origin.ts';
import { fail } from '../../errors/catalogue.ts';
import type { PlanInput } from '../plan.ts';
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

function keysOf({ deployment, newKeys }: PlanInput): readonly string[] {
  const { settings, origin } = deployment;
  const primaryKey = settings.keys?.primaryKey ?? newKeys?.primaryKey;
  const secondaryKey = settings.keys?.secondaryKey ?? newKeys?.secondaryKey;
  if (primaryKey === undefined) throw fail('InputMissing', { input: 'keys.primaryKey' });
  for (const [name, key] of Object.entries({ primaryKey, secondaryKey }))
    if (key !== undefined && !plainKey.test(key))
      throw invalidKey(origin, `keys.${name}`, 'must be 16 to 256 letters, digits and any of + / = _ . ~ -');
  return [primaryKey, ...(secondaryKey === undefined ? [] : [secondaryKey])];
}

function configOf(input: PlanInput, keys: readonly string[], tls: boolean): string {
  const { cname, scoringTimeoutMs } = input.deployment.settings;
  const seconds = Math.ceil((scoringTimeoutMs ?? 60_000) / 1000);
  const allowed = keys.map((key) => `"Bearer ${key}" 1;`).join(' ');
  return [
    'events {}',
    'http {',
    ...(keys.length > 0 ? [`  map $http_authorization $allowed { default 0; ${allowed} }`] : []),
    '  server {',
    tls ? '    listen 443 ssl;' : '    listen 80;',
    ...(tls
      ? [
          `    server_name ${cname ?? '_'};`,
          `    ssl_certificate ${mountPath}/cert.pem;`,
          `    ssl_certificate_key ${mountPath}/key.pem;`,
        ]
      : []),
    '    client_max_body_size 0;',
    `    proxy_read_timeout ${seconds}s;`,
    '    location / {',
    ...(keys.length > 0 ? ['      if ($allowed = 0) { return 401; }'] : []),
    `      proxy_pass http://127.0.0.1:${scoringPort};`,
    '    }',
    '  }',
    '}',
    '',
  ].join('\n');
}

export const needsKeys = ({ settings, origin }: DeploymentConfig): boolean =>
  isGiven(origin, 'authMode') ? settings.authMode === 'key' : settings.authEnabled === true;

/** @throws InputMissing, ConfigurationInvalid */
export function proxyContainer(input: PlanInput): Proxy | undefined {
  const { settings, origin } = input.deployment;
  const tls = settings.sslEnabled === true;
  const keys = needsKeys(input.deployment) ? keysOf(input) : [];
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
