// A fast stand-in for Azure Resource Manager in a process of its own: lists of models made up as they are asked for, and
// counted. No check of anything: it must not be what is measured.
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCertificateAuthority } from '../../apps/emulator/kernel/certificate-authority.ts';

/** What the service's first page holds is not documented; the emulated one has 30 as well. */
const pageSize = 30;

export interface ArmCalls {
  /** First pages of a workspace's list of models. */
  lists: number;
  /** Further pages of them. */
  pages: number;
  /** Lists of the versions of one model. */
  versions: number;
}

const modelsPerWorkspace = Number(process.argv[2]);
const calls: ArmCalls = { lists: 0, pages: 0, versions: 0 };

const createdAt = '2026-11-01T00:00:00.0000000+00:00';
const systemData = { createdAt, createdByType: 'Application', lastModifiedAt: createdAt };

function modelList(origin: string, path: string, skip: number): unknown {
  const value = [];
  const end = Math.min(skip + pageSize, modelsPerWorkspace);
  for (let index = skip; index < end; index += 1) {
    const name = `model-${index}`;
    const properties = {
      description: null,
      tags: { owner: 'ml' },
      properties: {},
      isArchived: false,
      latestVersion: '3',
      nextVersion: '4',
    };
    value.push({ id: `${path}/${name}`, name, type: 'models', systemData, properties });
  }
  const nextLink = `${origin}${path}?api-version=2024-04-01&$skip=${end}`;
  return { value, ...(end < modelsPerWorkspace ? { nextLink } : {}) };
}

function versionList(path: string): unknown {
  const value = ['3', '2', '1'].map((version) => ({
    id: `${path}/${version}`,
    name: version,
    systemData,
    properties: {
      modelUri: `azureml://datastores/d/paths/${version}`,
      isArchived: false,
      tags: {},
      properties: {},
    },
  }));
  return { value };
}

const authority = await createCertificateAuthority(new Date());
const { certPem, keyPem } = await authority.issueForLocalhost();
const server = createServer({ cert: certPem, key: keyPem }, (request, response) => {
  const url = new URL(request.url ?? '', origin());
  const { pathname, searchParams } = url;
  let body: unknown;
  if (pathname === '/calls') {
    body = { ...calls };
    Object.assign(calls, { lists: 0, pages: 0, versions: 0 });
  } else if (pathname.endsWith('/versions')) {
    calls.versions += 1;
    body = versionList(pathname);
  } else {
    const skip = Number(searchParams.get('$skip') ?? '0');
    calls[skip === 0 ? 'lists' : 'pages'] += 1;
    body = modelList(origin(), pathname, skip);
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
});
server.listen(0, 'localhost');
const origin = (): string => `https://localhost:${(server.address() as AddressInfo).port}`;
server.once('listening', () => console.log(JSON.stringify({ origin: origin(), caPem: authority.caPem })));
