// Artifact types in the shapes of other extensions: they load, sign in, page and evaluate like ours.
import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCertificateAuthority } from '../../../../../apps/emulator/kernel/certificate-authority.ts';
import {
  createConnection,
  type ServiceConnection,
} from '../../../../../apps/emulator/azure-devops/connections/service-connection.ts';
import { DataSourceAccess } from '../../../../../apps/emulator/azure-devops/connections/data-source-access.ts';
import { artifactType } from '../../../../../apps/emulator/azure-devops/extensions/artifact-type.ts';
import { endpointType } from '../../../../../apps/emulator/azure-devops/extensions/endpoint-type.ts';
import { bindingFor } from '../../../../../apps/emulator/azure-devops/releases/artifact-lookup.ts';
import { buildServer, otherServer, packageStore, repositoryHost } from '../support/foreign-types.ts';
import { startRunning } from '../support/running-azure-devops.ts';

const all = [buildServer, repositoryHost, otherServer, packageStore];
const answers: Readonly<Record<string, unknown>> = {
  '/app/projects': {
    project: [
      { id: '_Root', name: 'Root' },
      { id: 'b', name: 'Beta' },
      { id: 'a', name: 'Alpha' },
    ],
  },
  '/app/types/a/builds': {
    build: [
      { id: 9, number: '1.9', status: 'SUCCESS' },
      { id: 8, number: '1.8', status: 'FAILURE' },
    ],
  },
  '/app/builds/id:9/files/': { file: [{ name: 'drop', children: { href: 'x' } }, { name: 'a.zip' }] },
  '/2.0/team/repo/commits/main': { values: [{ hash: 'f00' }, { hash: 'ba5' }] },
  '/1.0/team/repo/src/main/': { directories: ['src', 'test'], files: [{ path: 'a.txt' }] },
  '/api/build/app': { buildsNumbers: [{ uri: '/12' }, { uri: '/11' }] },
};

describe('apps/emulator/azure-devops/extensions/endpoint-type.ts', () => {
  let server: Server;
  let url: string;
  let access: DataSourceAccess;
  let seen: { path: string; headers: IncomingHttpHeaders }[];
  const types = all.map(({ endpoint }) => endpointType.parse(endpoint['properties']));

  before(async () => {
    const authority = await createCertificateAuthority(new Date());
    const { certPem, keyPem } = await authority.issueForLocalhost();
    server = createServer({ cert: certPem, key: keyPem }, (request, response) => {
      const path = request.url ?? '';
      seen.push({ path, headers: request.headers });
      if (path.startsWith('/_apis/definitions')) {
        const isFirst = !path.endsWith('continuationToken=2');
        const value = [
          { id: isFirst ? 1 : 2, name: isFirst ? 'b' : 'a', quality: 'definition' },
          { id: 3, quality: 'draft' },
        ];
        response
          .writeHead(200, isFirst ? { 'x-ms-continuationtoken': '2' } : {})
          .end(JSON.stringify({ value }));
        return;
      }
      response.writeHead(path in answers ? 200 : 404).end(JSON.stringify(answers[path] ?? {}));
    });
    await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
    url = `https://localhost:${(server.address() as AddressInfo).port}/`;
    access = new DataSourceAccess({
      caPem: authority.caPem,
      teamProject: 'P',
      refuseLoopback: () => false,
      endpointType: (name) => types.find((type) => type.name === name.toLowerCase()),
      federatedToken: () => Promise.reject(new Error('not asked for')),
    });
  });
  beforeEach(() => {
    seen = [];
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const connection = (type: string, scheme: string, parameters: Record<string, string>): ServiceConnection =>
    createConnection({ name: 'c', type, url, authorization: { scheme, parameters } });
  const ask = async (
    shape: (typeof all)[number],
    target: string,
    through: ServiceConnection,
    inputs: Record<string, string>,
  ): Promise<unknown> => {
    const binding = bindingFor(artifactType.parse(shape.type), target);
    assert.ok(binding);
    const values = await access.values(binding, through, inputs, { allPages: true, elevated: false });
    return values.map(({ value, displayValue }) => [value, displayValue]);
  };

  it('evaluates named data sources with filters, over Basic', async () => {
    const through = connection('buildserver', 'UsernamePassword', { username: 'me', password: 'sesame' });
    assert.deepEqual(await ask(buildServer, 'project', through, {}), [
      ['a', 'Alpha (a)'],
      ['b', 'Beta (b)'],
    ]);
    assert.deepEqual(await ask(buildServer, 'versions', through, { definition: 'a' }), [['9', '1.9']]);
    assert.deepEqual(await ask(buildServer, 'artifacts', through, { version: '9' }), [
      ['a.zip', 'a.zip'],
      ['drop', 'drop'],
    ]);
    assert.equal(seen[0]?.headers.authorization, `Basic ${Buffer.from('me:sesame').toString('base64')}`);
  });

  it('signs by the header template of the type, and lets a template render a whole array', async () => {
    const through = connection('repositoryhost', 'Token', { username: 'me', apitoken: 'sesame' });
    const inputs = { definition: 'team/repo', branch: 'main' };
    assert.deepEqual(await ask(repositoryHost, 'versions', through, inputs), [
      ['f00', 'f00'],
      ['ba5', 'ba5'],
    ]);
    assert.equal(seen[0]?.headers.authorization, `Basic ${Buffer.from('me:sesame').toString('base64')}`);
    assert.deepEqual(await ask(repositoryHost, 'artifacts', through, inputs), [
      ['a.txt', 'a.txt'],
      ['src', 'src'],
      ['test', 'test'],
    ]);
  });

  it('pages by a header, beginning with the time', async () => {
    const through = connection('otherserver', 'Token', { apitoken: 'sesame' });
    assert.deepEqual(await ask(otherServer, 'definition', through, {}), [
      ['2', 'a'],
      ['1', 'b'],
    ]);
    assert.match(seen[0]?.path ?? '', /continuationToken=20\d\d-/);
    assert.equal(seen[0]?.headers['x-token'], 'sesame');
  });

  it('cuts versions out of addresses', async () => {
    const through = connection('packagestore', 'Token', { apitoken: 'sesame' });
    assert.deepEqual(await ask(packageStore, 'versions', through, { definition: 'app' }), [
      ['12', '12'],
      ['11', '11'],
    ]);
    assert.equal(seen[0]?.headers.authorization, 'Bearer sesame');
  });

  it('refuses a scheme that the type does not have, and a data source that it does not name', async () => {
    const none = connection('packagestore', 'None', {});
    await assert.rejects(ask(packageStore, 'versions', none, { definition: 'app' }), /scheme 'None'/);
    const other = connection('otherserver', 'Token', { apitoken: 'x' });
    await assert.rejects(
      ask(packageStore, 'versions', other, { definition: 'app' }),
      /"Numbers" is not known/,
    );
  });

  it('loads them all from a .vsix beside each other', async () => {
    const running = await startRunning();
    const installed = await running.install({
      artifactTypes: all.map(({ type }) => type),
      contributions: all.map(({ endpoint }) => endpoint),
    });
    const [extension] = JSON.parse(installed.body.toString()) as [{ artifactTypes: string[] }];
    assert.deepEqual(
      extension.artifactTypes,
      all.map(({ type }) => type.name),
    );
    await running.close();
  });
});
