// One inference server (azmlinfsrv, gunicorn inside) in a directory and environment of its own.
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningDeployment } from '../azure-ml/online/scoring-host.ts';
import { freePort } from '../kernel/free-port.ts';
import type { ChildProcess, ProcessTable } from '../kernel/process-table.ts';
import { crashed, whenHealthy, type ReadyWithin } from './when-healthy.ts';

export interface InferenceServerOptions {
  readonly name: string;
  readonly virtualEnvironment: string;
  /** Where the code lies: AML_APP_ROOT. */
  readonly appRoot: string;
  /** Relative to appRoot. */
  readonly entryScript: string;
  readonly modelDir: string | undefined;
  /** The variables of the deployment. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the container has of its own: PATH, HOME, LANG. */
  readonly baseEnv: Readonly<Record<string, string>>;
  readonly processes: ProcessTable;
  readonly log: (text: string) => void;
}

/**
 * Starts the process and waits for nothing; absent when the environment has no server.
 *
 * @returns its plain HTTP port on 127.0.0.1, where it listens once its script's init() has run
 */
export async function spawnInferenceServer(
  options: InferenceServerOptions,
): Promise<{ readonly port: number; readonly child: ChildProcess } | undefined> {
  const { virtualEnvironment, appRoot, entryScript, modelDir, log } = options;
  const bin = join(virtualEnvironment, 'bin');
  const command = join(bin, 'azmlinfsrv');
  // Neither do the base images bring the server along: the pip part of the environment has to.
  const installed = await access(command).then(
    () => true,
    () => false,
  );
  if (!installed) {
    log('bash: line 1: azmlinfsrv: command not found\n');
    return undefined;
  }
  const port = await freePort();
  const child = options.processes.start({
    name: options.name,
    command,
    args: ['--entry_script', join(appRoot, entryScript), '--port', String(port)],
    cwd: appRoot,
    env: {
      ...options.baseEnv,
      PATH: `${bin}:${options.baseEnv.PATH ?? ''}`,
      VIRTUAL_ENV: virtualEnvironment,
      PYTHONUNBUFFERED: '1',
      // Nothing of the stack reports to Microsoft how its telemetry fares.
      APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL: 'true',
      AML_APP_ROOT: appRoot,
      AZUREML_ENTRY_SCRIPT: entryScript,
      ...(modelDir === undefined ? {} : { AZUREML_MODEL_DIR: modelDir }),
      ...options.variables,
    },
    onOutput: log,
  });
  return { port, child };
}

/**
 * Starts the server and resolves once it answers on `/`.
 *
 * @throws OperationFailure ResourceNotReady when it ends (for example in the script's init()) or stays unhealthy
 */
export async function startInferenceServer(
  options: InferenceServerOptions & ReadyWithin,
): Promise<RunningDeployment> {
  const started = await spawnInferenceServer(options);
  if (started === undefined) throw crashed();
  return whenHealthy({ ...started, path: '/', protocol: 'script' }, options);
}
