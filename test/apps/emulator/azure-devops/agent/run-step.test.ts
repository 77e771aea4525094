// What a running task sees, and that nothing secret is left in any log.
import assert from 'node:assert/strict';
import { clientSecret } from '../support/fake-azure.ts';
import { project, run, startJobs, type Jobs } from '../support/jobs.ts';
import { connectionId } from '../support/running-azure-devops.ts';

describe('apps/emulator/azure-devops/agent/run-step.ts', () => {
  let jobs: Jobs;
  before(async () => {
    jobs = await startJobs();
  });
  after(() => jobs.running.close());

  it('gives a task its environment and nothing of the emulator’s own', async () => {
    process.env['EMULATOR_ONLY'] = 'must not be seen';
    const ran = await jobs.play([
      {
        tasks: [run('console.log("##read" + JSON.stringify(process.env))')],
        variables: { 'my.own': { value: 'v' } },
      },
    ]);
    delete process.env['EMULATOR_ONLY'];
    const log = ran.logs[0] ?? '';
    const seen = JSON.parse(/##read(.*)/.exec(log)?.[1] ?? '{}') as Record<string, string>;
    assert.equal(seen['EMULATOR_ONLY'], undefined);
    const expected: Record<string, string | RegExp> = {
      SYSTEM_HOSTTYPE: 'release',
      SYSTEM_TEAMPROJECT: project,
      SYSTEM_COLLECTIONURI: `${jobs.running.devops.organizationUrl}/`,
      SYSTEM_DEFAULTWORKINGDIRECTORY: /\/agent\/_work\/r\d+\/a$/,
      SYSTEM_ARTIFACTSDIRECTORY: seen['SYSTEM_DEFAULTWORKINGDIRECTORY'] ?? 'none',
      SYSTEM_OIDCREQUESTURI: /\/_apis\/distributedtask\/hubs\/release\/plans\/.*\/jobs\/.*\/oidctoken$/,
      AGENT_TEMPDIRECTORY: /\/agent\/_work\/_temp$/,
      AGENT_TOOLSDIRECTORY: /\/agent\/_work\/_tool$/,
      AGENT_JOBSTATUS: 'Succeeded',
      RELEASE_RELEASENAME: 'Release-1',
      RELEASE_RELEASEID: String(ran.release.id),
      RELEASE_ENVIRONMENTNAME: 'Production',
      INPUT_WITHDEFAULT: /^D\d+!$/,
      MY_OWN: 'v',
      TASK_DISPLAYNAME: 'Run Eval',
      NODE_EXTRA_CA_CERTS: jobs.running.caFile,
      ENDPOINT_URL_SYSTEMVSSCONNECTION: `${jobs.running.devops.organizationUrl}/`,
      ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: '***',
      SECRET_SYSTEM_ACCESSTOKEN: '***',
      VSTS_SECRET_VARIABLES: '["System.AccessToken"]',
    };
    for (const [name, value] of Object.entries(expected))
      if (typeof value === 'string') assert.equal(seen[name], value, name);
      else assert.match(seen[name] ?? '', value, name);
    assert.ok(
      !Object.keys(seen).some((name) => /^ENDPOINT_.*_[0-9a-f]{8}-/.test(name)),
      'a connection that no input names',
    );
  });

  it('shows no secret in any log, with system.debug on, however the task prints it', async () => {
    const connection = await connectionId(jobs.running, 'azureml-secret');
    const certificate = await connectionId(jobs.running, 'azureml-certificate');
    const secrets = { plain: 'p@ss "word" 1%', pair: 'two\\part;]secret' };
    const script = `
      const shout = (text) => { console.log(text); console.error('e:' + text); console.log('##vso[task.debug]' + text.replace(/%/g, '%AZP25')); console.log('##vso[task.logissue type=error]' + encodeURIComponent(text)); };
      for (const [name, value] of Object.entries(process.env)) { shout(name + '=' + value); shout(JSON.stringify({ value })); shout(Buffer.from(value).toString('base64')); }
      // Put together here: the script itself is an input, which is no secret. Only stdout: the two streams race.
      const late = ['late', 'secret', 'value'].join('-'), still = ['later', 'still'].join('-');
      console.log('##vso[task.setvariable variable=late;issecret=true]' + late); console.log('now ' + late);
      console.log('##vso[task.setsecret]' + still); console.log('now ' + still);`;
    const ran = await jobs.play(
      [
        {
          tasks: [
            run(script, {}, { connection, withDefault: '$(plain) $(pair)' }),
            run(script, { condition: 'always()' }, { connection: certificate, withDefault: '$(late)' }),
          ],
        },
      ],
      {
        variables: {
          'system.debug': { value: 'true' },
          ...Object.fromEntries(
            Object.entries(secrets).map(([name, value]) => [name, { value, isSecret: true }]),
          ),
        },
      },
    );
    const everything = ran.logs.join('\n') + JSON.stringify(ran.release) + jobs.running.log.join('\n');
    assert.match(everything, /##\[debug\]INPUT_CONNECTION=/);
    const hidden = [
      ...Object.values(secrets),
      clientSecret,
      'late-secret-value',
      'later-still',
      'BEGIN PRIVATE KEY',
    ];
    for (const secret of hidden)
      for (const form of [
        secret,
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
        Buffer.from(secret).toString('base64'),
      ])
        assert.ok(!everything.includes(form), `${form} is shown`);
    assert.doesNotMatch(everything, /ACCESSTOKEN=job-/);
  });
});
