// Runs a task of the packaged extension as the agent does: unpacked from the .vsix, in its own process, with nothing but
// the agent's environment.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackVsix } from '../../../apps/emulator/azure-devops/extensions/vsix.ts';

const root = join(import.meta.dirname, '..', '..', '..');

const connectionId = '11111111-1111-1111-1111-111111111111';

export interface TaskRun {
  /** Where the .vsix is unpacked. */
  readonly extension: string;
  readonly task: 'download-model' | 'deploy-model' | 'watch-models';
  readonly inputs: Readonly<Record<string, string>>;
  readonly connection: Readonly<{
    url: string;
    subscriptionId: string;
    authority: string;
    tenantId: string;
    clientId: string;
    clientSecret: string;
    /** Certificate and key in PEM; the connection then signs in by it instead of the secret. */
    certificatePem?: string;
  }>;
  readonly caFile: string;
  readonly folder: string;
  /** The Node.js to run on; this process's own when absent. */
  readonly node?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** The job's own token for Azure DevOps; the job has none when it is absent or empty. */
  readonly jobToken?: string;
  /** Kills the task with SIGKILL as soon as its output holds this text. */
  readonly killAt?: string;
}

export interface TaskResult {
  readonly output: string;
  readonly status: number | null;
  /** What the task told the agent: Succeeded or Failed, with its sentence. */
  readonly result: string | undefined;
  readonly message: string;
  /** Output variables. */
  readonly outputs: Readonly<Record<string, string>>;
}

const upper = (name: string) => name.replace(/[ .]/g, '_').toUpperCase();

function environment(run: TaskRun): NodeJS.ProcessEnv {
  const { connection } = run;
  // An agent runs one job at a time: task-lib keeps a key in this folder that two would write over each other.
  const temporary = mkdtempSync(join(run.folder, 'agent-temp-'));
  const id = connectionId;
  const given = (prefix: string, values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${upper(name)}`, value]));
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    NODE_EXTRA_CA_CERTS: run.caFile,
    AGENT_TEMPDIRECTORY: temporary,
    AGENT_WORKFOLDER: run.folder,
    SYSTEM_DEFAULTWORKINGDIRECTORY: run.folder,
    [`ENDPOINT_URL_${id}`]: connection.url,
    [`ENDPOINT_AUTH_SCHEME_${id}`]: 'ServicePrincipal',
    [`ENDPOINT_AUTH_${id}`]: JSON.stringify({
      scheme: 'ServicePrincipal',
      parameters: {
        tenantid: connection.tenantId,
        serviceprincipalid: connection.clientId,
        ...(connection.certificatePem === undefined
          ? { authenticationType: 'spnKey', serviceprincipalkey: connection.clientSecret }
          : { authenticationType: 'spnCertificate', servicePrincipalCertificate: connection.certificatePem }),
      },
    }),
    [`ENDPOINT_DATA_${id}_SUBSCRIPTIONID`]: connection.subscriptionId,
    [`ENDPOINT_DATA_${id}_ENVIRONMENTAUTHORITYURL`]: connection.authority,
    ...((run.jobToken ?? '') === ''
      ? {}
      : {
          ENDPOINT_AUTH_SYSTEMVSSCONNECTION: JSON.stringify({
            scheme: 'OAuth',
            parameters: { AccessToken: run.jobToken },
          }),
        }),
    ...given('INPUT_', { connection: id, ...run.inputs }),
    ...given('', run.variables ?? {}),
  };
}

const unescape = (text: string) =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3B', ';').replaceAll('%AZP25', '%');

function read(output: string, status: number | null): TaskResult {
  const complete = /##vso\[task\.complete result=(\w+);?[^\]]*\](.*)/.exec(output);
  const variables = [...output.matchAll(/##vso\[task\.setvariable variable=(\w+);[^\]]*\](.*)/g)];
  return {
    output,
    status,
    result: complete?.[1],
    message: unescape(complete?.[2] ?? ''),
    outputs: Object.fromEntries(variables.map(([, name = '', value = '']) => [name, unescape(value)])),
  };
}

/** Unpacks the .vsix that `npm run package` (which runs before the tests) made, and returns its folder. */
export async function unpackExtension(parent: string): Promise<string> {
  const dist = join(root, 'dist');
  const name = existsSync(dist) ? readdirSync(dist).find((file) => file.endsWith('.vsix')) : undefined;
  if (name === undefined) throw new Error(`There is no .vsix in ${dist}: run 'npm run package' first.`);
  return unpackVsix(await readFile(join(dist, name)), parent);
}

export async function runTask(run: TaskRun): Promise<TaskResult> {
  const program = join(run.extension, 'tasks', run.task, 'v1', 'index.js');
  const child = spawn(run.node ?? process.execPath, [program], {
    cwd: run.folder,
    env: environment(run),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
    if (run.killAt !== undefined && output.includes(run.killAt)) child.kill('SIGKILL');
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return read(output, status);
}
