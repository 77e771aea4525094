// The agent adapter in a process of its own, with nothing but what an agent gives it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const secret = 'a-secret-nobody-may-see';

describe('src/adapters/pipeline-agent/run-task.ts', function () {
  this.timeout(30_000);
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'run-task-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the program; `read` is what it logged after READ. */
  function run(what: string, env: Record<string, string> = {}) {
    const program = join(import.meta.dirname, 'host-program.ts');
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', program], {
      cwd: root,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        TEST_DO: what,
        AGENT_TEMPDIRECTORY: folder,
        SYSTEM_DEFAULTWORKINGDIRECTORY: '/job/a',
        SYSTEM_DEBUG: 'true',
        ...env,
      },
    });
    const read = /^READ (.*)$/m.exec(stdout)?.[1];
    return {
      stdout,
      stderr,
      status,
      read: read === undefined ? undefined : (JSON.parse(read) as unknown),
      complete: /##vso\[task\.complete result=(\w+);\](.*)/.exec(stdout)?.slice(1),
    };
  }

  const connection = (auth: unknown, data: Record<string, string> = {}) => ({
    INPUT_CONNECTION: 'c-1',
    'ENDPOINT_URL_c-1': 'https://management.azure.com/',
    'ENDPOINT_AUTH_c-1': typeof auth === 'string' ? auth : JSON.stringify(auth),
    'ENDPOINT_DATA_c-1_SUBSCRIPTIONID': 'sub-1',
    ...data,
  });
  const principal = { tenantid: 't-1', serviceprincipalid: 'app-1' };

  it('reads inputs: required, optional, yes and no, paths, lines', () => {
    const { read, complete } = run('inputs', {
      INPUT_NAME: ' fraud ',
      INPUT_BLANK: '  ',
      INPUT_YES: 'True',
      INPUT_RELATIVE: 'models/fraud',
      INPUT_ABSOLUTE: '/elsewhere',
      INPUT_LINES: ' a/** \r\n\n!b\n',
    });
    assert.deepEqual(read, {
      required: 'fraud',
      optional: null,
      yes: true,
      no: false,
      relative: '/job/a/models/fraud',
      absolute: '/elsewhere',
      lines: ['a/**', '!b'],
    });
    assert.deepEqual(complete, ['Succeeded', 'read']);
  });

  it('fails with the catalogue sentence for an empty and for a wrong input', () => {
    const missing = run('missing');
    assert.equal(missing.status, 0);
    assert.match(
      missing.stdout,
      /task\.complete result=Failed;\]The input 'nothing' is empty\..*\[InputMissing, docs/,
    );
    assert.match(
      run('flag', { INPUT_NAME: 'maybe' }).stdout,
      /'name' is 'maybe', but it must be true or false/,
    );
  });

  it('reads a connection with a secret, without printing it, and registers it for masking', () => {
    const auth = { scheme: 'ServicePrincipal', parameters: { ...principal, serviceprincipalkey: secret } };
    const { read, stdout } = run('connection', connection(auth));
    assert.deepEqual(read, {
      name: 'c-1',
      armUrl: 'https://management.azure.com',
      authorityUrl: 'https://login.microsoftonline.com',
      audience: 'https://management.core.windows.net/',
      tenantId: 't-1',
      subscriptionId: 'sub-1',
      signIn: { scheme: 'secret', clientId: 'app-1', secret: secret.length },
    });
    const lines = stdout.split('\n').filter((line) => line.includes(secret));
    assert.deepEqual(lines, [`##vso[task.setsecret]${secret}`]);
  });

  it('reads a certificate line by line for the masker, addresses of another cloud, and the workspace of its scope', () => {
    const pem = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`;
    const parameters = {
      ...principal,
      authenticationType: 'spnCertificate',
      servicePrincipalCertificate: pem,
    };
    const { read, stdout } = run(
      'connection',
      connection(
        { scheme: 'ServicePrincipal', parameters },
        {
          'ENDPOINT_URL_c-1': 'https://management.chinacloudapi.cn/',
          'ENDPOINT_DATA_c-1_ENVIRONMENT': 'AzureChinaCloud',
          'ENDPOINT_DATA_c-1_ENVIRONMENTAUTHORITYURL': 'https://login.chinacloudapi.cn/',
          'ENDPOINT_DATA_c-1_RESOURCEGROUPNAME': 'ml',
          'ENDPOINT_DATA_c-1_MLWORKSPACENAME': 'prod',
        },
      ),
    );
    assert.deepEqual(read, {
      name: 'c-1',
      armUrl: 'https://management.chinacloudapi.cn',
      authorityUrl: 'https://login.chinacloudapi.cn',
      audience: 'https://management.core.chinacloudapi.cn/',
      tenantId: 't-1',
      subscriptionId: 'sub-1',
      signIn: { scheme: 'certificate', clientId: 'app-1', certificatePem: pem.length },
      resourceGroup: 'ml',
      workspace: 'prod',
    });
    assert.equal(stdout.match(/##vso\[task\.setsecret\]/g)?.length, 3);
    assert.equal(stdout.split('\n').filter((line) => line.includes(secret)).length, 1);
  });

  it("reads a federated connection with the job's token, from the given or from the composed address", () => {
    const auth = connection({ scheme: 'WorkloadIdentityFederation', parameters: principal });
    const system = {
      ENDPOINT_AUTH_SystemVssConnection: JSON.stringify({
        scheme: 'OAuth',
        parameters: { AccessToken: secret },
      }),
    };
    const given = run('connection', { ...auth, ...system, SYSTEM_OIDCREQUESTURI: 'https://ado/oidc' });
    const signIn = {
      scheme: 'federated',
      clientId: 'app-1',
      connectionId: 'c-1',
      systemAccessToken: secret.length,
    };
    const signInOf = ({ read }: typeof given) => (read as { signIn: object } | undefined)?.signIn;
    assert.deepEqual(signInOf(given), { ...signIn, oidcRequestUri: 'https://ado/oidc' });
    const composed = run('connection', {
      ...auth,
      ...system,
      SYSTEM_COLLECTIONURI: 'https://dev.azure.com/contoso/',
      SYSTEM_TEAMPROJECTID: 'p-1',
      SYSTEM_HOSTTYPE: 'release',
      SYSTEM_PLANID: 'plan',
      SYSTEM_JOBID: 'job',
    });
    assert.deepEqual(signInOf(composed), {
      ...signIn,
      oidcRequestUri:
        'https://dev.azure.com/contoso/p-1/_apis/distributedtask/hubs/release/plans/plan/jobs/job/oidctoken',
    });
    assert.match(run('connection', { ...auth, ...system }).stdout, /\[FederationNotAvailable, /);
    assert.match(
      run('connection', auth).stdout,
      /the job's access token is not there.*\[FederationNotAvailable, /,
    );
  });

  for (const [what, env, code] of [
    ['a connection that the job was not given', { INPUT_CONNECTION: 'c-2' }, 'ConnectionNotFound'],
    [
      'a managed identity',
      connection({ scheme: 'ManagedServiceIdentity', parameters: { tenantid: 't-1' } }),
      'ConnectionSchemeNotSupported',
    ],
    [
      'a connection without tenant',
      connection({
        scheme: 'ServicePrincipal',
        parameters: { serviceprincipalid: 'a', serviceprincipalkey: secret },
      }),
      'ConnectionIncomplete',
    ],
    ['an unreadable connection', connection(`{"parameters":"${secret}`), 'ConnectionIncomplete'],
  ] as const)
    it(`refuses ${what} in one sentence`, () => {
      const { stdout, complete } = run('connection', { ...env });
      assert.equal(complete?.[0], 'Failed');
      assert.ok(complete[1]?.includes(`[${code}, `), stdout);
      assert.ok(!complete[1]?.includes(secret));
      assert.doesNotMatch(stdout.replace(/##vso\[task\.setsecret\].*/g, ''), new RegExp(secret));
    });

  it('chooses files as every task does, dot files included', () => {
    assert.deepEqual(run('match', { INPUT_LINES: '**' }).read, ['a/b.md', 'a/.c', 'd.pkl']);
    assert.deepEqual(run('match', { INPUT_LINES: '**\n!**/*.md' }).read, ['a/.c', 'd.pkl']);
    assert.deepEqual(run('match', { INPUT_LINES: '*.pkl' }).read, ['d.pkl']);
  });

  it('sets outputs, and lets no text from outside become a command', () => {
    const { stdout, complete } = run('outputs');
    assert.match(stdout, /##vso\[task\.setvariable variable=plain;isOutput=true;issecret=false;\]a;b%AZP25c/);
    assert.match(
      stdout,
      /##vso\[task\.setvariable variable=hidden;isOutput=true;issecret=true;\]secret-output/,
    );
    assert.match(stdout, /##vso\[task\.setprogress value=42;\]half \*\*vso/);
    assert.match(stdout, /^from outside: \*\*vso\[task\.setvariable/m);
    assert.match(stdout, /##vso\[task\.issue type=warning;[^\]]*\]careful/);
    assert.equal(complete?.[0], 'Succeeded');
    assert.doesNotMatch(stdout, /##vso\[task\.setvariable variable=x/);
    assert.doesNotMatch(run('catalogue').stdout, /##vso\[task\.setvariable variable=x/);
  });

  it('gives one sentence for the unexpected, and the stack in debug lines only', () => {
    const { stdout, complete, status } = run('unexpected');
    assert.equal(status, 0);
    assert.equal(complete?.[0], 'Failed');
    assert.match(
      complete[1] ?? '',
      /^Something unexpected happened: Boom\. .*\[Unexpected, docs\/errors\.md#unexpected\]$/,
    );
    assert.doesNotMatch(stdout.replace(/^##vso\[task\.debug\].*$/gm, ''), /host-program/);
    assert.match(stdout, /##vso\[task\.debug\].*host-program/);
  });

  it('fails when the work never ends, instead of looking like a success', () => {
    const { complete } = run('hang');
    assert.equal(complete?.[0], 'Failed');
    assert.match(complete[1] ?? '', /ended before its work was done/);
  });
});
