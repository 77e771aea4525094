// Who may call, and over what: what becomes of each key on every target.
import { deploymentKey as key, depends, refused, taken, warned, type GivenValues } from './key-row.ts';

const localOnly = warned('the container answers this machine only', 'Leave the key out.');
const entra = warned('a batch endpoint always takes tokens of Microsoft Entra', 'Leave the key out.');
const noKeysOnEdge = refused(
  'a module on a device asks nobody for a key',
  'Leave the key out, and protect the device and its network.',
);
const proxy = taken('proxy container in front of the model');
const modes = taken('`authMode` of the endpoint');

const signIn = (name: string, sample: unknown, meaning: string, aci = proxy) =>
  key(name, { meaning, sample }, { rest: modes, local: localOnly, aci, batch: entra, iotedge: noKeysOnEdge });

const tokensNotOnAci = refused(
  'a container group has no tokens (v1 had none there either)',
  'Set authEnabled for keys, or deploy to a managed endpoint.',
);

const tls = (_: unknown, all: GivenValues) => all['sslEnabled'] === true;
const tlsOff = warned('sslEnabled is not true', 'Set sslEnabled, or leave the key out.');
const ownTls = depends('sslEnabled is true', tls, taken('secret volume of the proxy container'), tlsOff);
const alwaysTls = warned('the service has TLS with a certificate of its own', 'Leave the key out.');
const clusterTls = refused(
  'TLS belongs to the Azure Machine Learning extension of the cluster',
  'Set sslCertPemFile, sslKeyPemFile and sslCname on the extension, and leave the key out.',
);
const ownName = refused(
  'an endpoint has no custom domain',
  'Put Azure Front Door or an Application Gateway with this name in front of the endpoint.',
);
const edgeTls = refused(
  'a module has no TLS of its own',
  'End TLS in another module, and leave the key out.',
);

const certificate = (name: string, sample: string, meaning: string) =>
  key(
    name,
    { meaning, sample },
    {
      rest: alwaysTls,
      local: localOnly,
      aci: ownTls,
      kubernetes: clusterTls,
      iotedge: edgeTls,
    },
  );

export const authKeys = [
  signIn('authEnabled', true, 'callers present a key; v1: false on ACI, true on AKS'),
  signIn('tokenAuthEnabled', true, 'callers present a token', tokensNotOnAci),
  signIn(
    'authMode',
    'aml_token',
    '`key`, `aml_token` or `aad_token`; v2 for the two above',
    depends('it asks for keys', (value) => String(value).toLowerCase() === 'key', proxy, tokensNotOnAci),
  ),
  ...['primaryKey', 'secondaryKey'].map((name) =>
    key(
      `keys.${name}`,
      {
        meaning: 'key that callers present; left out: a new one (on aci none beside a key that is given)',
        sample: `${name}-0123456789abcdef`,
      },
      {
        rest: taken('`keys` of the endpoint, when it is created'),
        local: localOnly,
        aci: depends(
          'authEnabled is true',
          (_, all) => all['authEnabled'] === true || String(all['authMode']).toLowerCase() === 'key',
          proxy,
          warned('authEnabled is not true', 'Set authEnabled, or leave the key out.'),
        ),
        batch: entra,
        iotedge: noKeysOnEdge,
      },
    ),
  ),
  key(
    'sslEnabled',
    { meaning: "TLS with one's own certificate", sample: true },
    {
      rest: ownName,
      local: localOnly,
      aci: taken('proxy container on port 443'),
      kubernetes: clusterTls,
      iotedge: edgeTls,
    },
  ),
  certificate('sslCertificate', 'cert.pem', 'PEM file of the certificate'),
  certificate('sslKey', 'key.pem', 'PEM file of its key'),
  key(
    'cname',
    { meaning: 'host name of the certificate', sample: 'fraud.example.com' },
    {
      rest: ownName,
      local: localOnly,
      aci: depends('sslEnabled is true', tls, taken('`server_name` of the proxy container'), tlsOff),
      kubernetes: clusterTls,
      iotedge: edgeTls,
    },
  ),
  key(
    'sidecarImage',
    { meaning: 'nginx image of the proxy container', sample: 'example.azurecr.io/nginx:1' },
    {
      rest: warned('there is no proxy container of ours', 'Leave the key out.'),
      aci: depends(
        'keys or TLS are asked for',
        (_, all) =>
          all['authEnabled'] === true ||
          all['sslEnabled'] === true ||
          String(all['authMode']).toLowerCase() === 'key',
        taken('image of the proxy container'),
        warned('without keys and TLS there is no proxy container', 'Leave the key out.'),
      ),
    },
  ),
];
