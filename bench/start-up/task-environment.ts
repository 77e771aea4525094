// The environment an agent gives a task, just enough for the task to begin: its connection leads to an address where nobody answers.

const connection = '11111111-1111-1111-1111-111111111111';
// The discard port: a connection to it is refused at once.
const nowhere = 'https://127.0.0.1:9';

/** Values for the inputs of all tasks; a task takes those that it declares. */
const inputs: Readonly<Record<string, string>> = {
  connection,
  resourceGroup: 'ml',
  workspace: 'prod',
  definition: 'fraud',
  version: '7',
  downloadPath: '/nowhere',
  itemPattern: '**',
  modelName: 'fraud',
  modelVersion: '7',
  endpointName: 'fraud',
  inferenceConfig: '/nowhere/inference.yml',
  deploymentConfig: '/nowhere/deployment.yml',
  watchesFrom: 'file',
  watchesFile: '/nowhere/watch.yml',
  storageAccount: 'nowhere',
  organizationUrl: nowhere,
  organizationToken: 'not-a-secret',
};

/** @param temporary a folder for the agent's temporary files */
export function taskEnvironment(temporary: string): Readonly<Record<string, string>> {
  return {
    PATH: '/usr/bin:/bin',
    AGENT_TEMPDIRECTORY: temporary,
    AGENT_WORKFOLDER: temporary,
    SYSTEM_DEFAULTWORKINGDIRECTORY: temporary,
    [`ENDPOINT_URL_${connection}`]: nowhere,
    [`ENDPOINT_AUTH_${connection}`]: JSON.stringify({
      scheme: 'ServicePrincipal',
      parameters: {
        tenantid: '22222222-2222-2222-2222-222222222222',
        serviceprincipalid: '33333333-3333-3333-3333-333333333333',
        authenticationType: 'spnKey',
        serviceprincipalkey: 'not-a-secret',
      },
    }),
    [`ENDPOINT_AUTH_SCHEME_${connection}`]: 'ServicePrincipal',
    [`ENDPOINT_DATA_${connection}_SUBSCRIPTIONID`]: '44444444-4444-4444-4444-444444444444',
    [`ENDPOINT_DATA_${connection}_ENVIRONMENTAUTHORITYURL`]: nowhere,
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
  };
}
