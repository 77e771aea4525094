// The tokens of federated connections: who gets one, what it says, and that Azure is reached with each kind of connection.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { httpsCall, type HttpAnswer } from '../../../../../apps/emulator/kernel/https-client.ts';
import { clientId } from '../support/fake-azure.ts';
import { project, run, startJobs, taskId, type Jobs } from '../support/jobs.ts';
import { modelArtifact } from '../support/release-fixtures.ts';
import { connectionId } from '../support/running-azure-devops.ts';

describe('apps/emulator/azure-devops/rest/oidc-routes.ts', () => {
  let jobs: Jobs;
  before(async () => {
    jobs = await startJobs();
  });
  after(() => jobs.running.close());

  it('gives a job its OIDC token for its own connection, and refuses others, other jobs and ended jobs', async () => {
    const federated = await connectionId(jobs.running, 'azureml-federated');
    const other = await connectionId(jobs.running, 'azureml-secret');
    const ask = (connection: string, uri = 'process.env.SYSTEM_OIDCREQUESTURI') => `
      const https = require('node:https');
      const r = https.request(${uri} + '?api-version=7.1&serviceConnectionId=${connection}', { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ' + process.env.SECRET_SYSTEM_ACCESSTOKEN } }, (a) => {
        let t = ''; a.on('data', (d) => (t += d)); a.on('end', () => console.log('##answer' + a.statusCode + ' ' + t)); });
      r.end();`;
    const keep = `require('node:fs').writeFileSync(${JSON.stringify(join(jobs.running.folder, 'token'))}, process.env.SECRET_SYSTEM_ACCESSTOKEN + '\\n' + process.env.SYSTEM_OIDCREQUESTURI);`;
    const ran = await jobs.play([
      {
        tasks: [
          run(ask(federated), {}, { connection: federated }),
          run(ask(other)),
          run(ask(federated, `process.env.SYSTEM_OIDCREQUESTURI.replace(/jobs.[^/]*/, 'jobs/${taskId}')`)),
          run(keep),
        ],
      },
    ]);
    const answers = ran.logs.slice(0, 3).map((log) => /##answer(\d+) (.*)/.exec(log));
    assert.deepEqual(
      answers.map((answer) => answer?.[1]),
      ['200', '403', '401'],
    );
    const { oidcToken } = JSON.parse(answers[0]?.[2] ?? '{}') as { oidcToken: string };
    const { issuer } = jobs.running.devops;
    assert.deepEqual(jobs.running.devops.federatedSubjects(), ['sc://emulator/AzureML/azureml-federated']);
    const claims = decodeJwt(oidcToken);
    assert.equal(claims.sub, jobs.running.devops.federatedSubjects()[0]);
    assert.equal((claims.exp ?? 0) - (claims.iat ?? 0), 600);

    const get = async (url: string): Promise<HttpAnswer> =>
      httpsCall({ method: 'GET', url, caPem: jobs.running.caPem, timeoutMs: 5_000, maxBytes: 100_000 });
    const metadata = JSON.parse(
      (await get(`${issuer}/.well-known/openid-configuration`)).body.toString(),
    ) as { issuer: string; jwks_uri: string };
    assert.equal(metadata.issuer, issuer);
    const keys = JSON.parse((await get(metadata.jwks_uri)).body.toString()) as JSONWebKeySet;
    await jwtVerify(oidcToken, createLocalJWKSet(keys), { issuer, audience: 'api://AzureADTokenExchange' });

    const [token, uri] = (await readFile(join(jobs.running.folder, 'token'), 'utf8')).split('\n');
    const late = await jobs.running.call(
      'POST',
      `${new URL(uri ?? '').pathname}?api-version=7.1&serviceConnectionId=${federated}`,
      {},
      { Authorization: `Bearer ${token ?? ''}` },
    );
    assert.equal(late.status, 401);
    // A personal access token is nobody's job.
    const person = await jobs.running.call(
      'POST',
      `${new URL(uri ?? '').pathname}?api-version=7.1&serviceConnectionId=${federated}`,
      {},
    );
    assert.equal(person.status, 401);
  });

  it('signs in to Azure with each kind of connection for the pickers', async () => {
    jobs.running.azure.assertions.length = 0;
    for (const name of ['azureml-secret', 'azureml-certificate', 'azureml-federated']) {
      const source = modelArtifact(await connectionId(jobs.running, name));
      const { artifactVersions } = await jobs.releases.getArtifactVersionsForSources([source], project);
      assert.deepEqual(
        artifactVersions?.[0]?.versions?.map(({ id: version }) => version),
        ['2', '1'],
        name,
      );
    }
    const issuers = new Set(jobs.running.azure.assertions.map(({ iss }) => iss));
    assert.deepEqual(issuers, new Set([clientId, jobs.running.devops.issuer]));
  });
});
