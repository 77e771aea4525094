// The names and forms a task's process finds, and that task-lib reads them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { taskEnvironment } from '../../../../../apps/emulator/azure-devops/agent/task-environment.ts';
import { Variables } from '../../../../../apps/emulator/azure-devops/agent/variables.ts';

const connection = {
  id: '0f0e0d0c-0000-4000-8000-00000000abcd',
  name: 'c',
  type: 'azurerm',
  url: 'https://arm/',
  description: '',
  data: { subscriptionId: 's1' },
  scheme: 'ServicePrincipal',
  parameters: { serviceprincipalid: 'app', serviceprincipalkey: 'key' },
};

function environment(): Record<string, string> {
  return taskEnvironment({
    variables: new Variables([
      { name: 'System.Debug', value: 'false', secret: false, readOnly: false },
      { name: 'Agent.JobStatus', value: 'Succeeded', secret: false, readOnly: false },
      { name: 'my.secret', value: 'hush', secret: true, readOnly: false },
    ]),
    inputs: { 'model name': 'fraud', connection: connection.id },
    connections: [connection],
    system: { url: 'https://devops/emulator/', accessToken: 'token' },
    machine: { PATH: '/bin' },
    caFile: '/ca.pem',
    prependPath: ['/first', '/second'],
    own: { OWN: 'mine', SYSTEM_DEBUG: 'lost' },
    taskVariables: { 'a.b': 'c' },
  });
}

describe('apps/emulator/azure-devops/agent/task-environment.ts', () => {
  it('holds exactly what the agent gives', () => {
    const id = connection.id;
    assert.deepEqual(environment(), {
      PATH: '/second:/first:/bin',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
      OWN: 'mine',
      SYSTEM_DEBUG: 'false',
      AGENT_JOBSTATUS: 'Succeeded',
      'Agent.JobStatus': 'Succeeded',
      SECRET_MY_SECRET: 'hush',
      VSTS_PUBLIC_VARIABLES: '["System.Debug","Agent.JobStatus"]',
      VSTS_SECRET_VARIABLES: '["my.secret"]',
      INPUT_MODEL_NAME: 'fraud',
      INPUT_CONNECTION: id,
      [`ENDPOINT_URL_${id}`]: 'https://arm/',
      [`ENDPOINT_AUTH_${id}`]:
        '{"parameters":{"serviceprincipalid":"app","serviceprincipalkey":"key"},"scheme":"ServicePrincipal"}',
      [`ENDPOINT_AUTH_SCHEME_${id}`]: 'ServicePrincipal',
      [`ENDPOINT_AUTH_PARAMETER_${id}_SERVICEPRINCIPALID`]: 'app',
      [`ENDPOINT_AUTH_PARAMETER_${id}_SERVICEPRINCIPALKEY`]: 'key',
      [`ENDPOINT_DATA_${id}`]: '{"subscriptionId":"s1"}',
      [`ENDPOINT_DATA_${id}_SUBSCRIPTIONID`]: 's1',
      ENDPOINT_URL_SYSTEMVSSCONNECTION: 'https://devops/emulator/',
      ENDPOINT_AUTH_SYSTEMVSSCONNECTION: '{"parameters":{"AccessToken":"token"},"scheme":"OAuth"}',
      ENDPOINT_AUTH_SCHEME_SYSTEMVSSCONNECTION: 'OAuth',
      ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: 'token',
      VSTS_TASKVARIABLE_A_B: 'c',
    });
  });

  it('is what task-lib reads inputs, connections, secrets and the system connection from', () => {
    const library = createRequire(import.meta.url).resolve('azure-pipelines-task-lib/task.js');
    const script = `
      const tl = require(${JSON.stringify(library)});
      const id = tl.getInput('connection', true);
      console.log('##read' + JSON.stringify([tl.getInput('model name'), tl.getEndpointUrl(id, false),
        tl.getEndpointAuthorizationScheme(id, false), tl.getEndpointAuthorizationParameter(id, 'serviceprincipalkey', false),
        tl.getEndpointDataParameter(id, 'subscriptionId', false), tl.getVariable('my.secret'),
        tl.getEndpointAuthorizationParameter('SYSTEMVSSCONNECTION', 'AccessToken', false), tl.getTaskVariable('a.b')]));`;
    const output = execFileSync(process.execPath, ['-e', script], {
      // Where task-lib keeps the key of its vault.
      cwd: tmpdir(),
      env: environment(),
      encoding: 'utf8',
    });
    assert.deepEqual(JSON.parse(/##read(.*)/.exec(output)?.[1] ?? ''), [
      'fraud',
      'https://arm/',
      'ServicePrincipal',
      'key',
      's1',
      'hush',
      'token',
      'c',
    ]);
  });
});
