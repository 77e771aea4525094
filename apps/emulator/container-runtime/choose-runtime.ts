// Which of the two runs the stack's containers.
import type { ContainerRuntime } from './container-runtime.ts';
import { findEngine } from './docker/find-engine.ts';
import { createDockerRuntime } from './docker/docker-runtime.ts';
import { createProcessRuntime, type ProcessRuntimeOptions } from './process/process-runtime.ts';

/** `auto` takes an engine that answers, else processes. */
export const containerModes = ['auto', 'docker', 'process'] as const;

export type ContainerMode = (typeof containerModes)[number];

export interface RuntimeOptions extends ProcessRuntimeOptions {
  readonly mode: ContainerMode;
  /** Says where the engine is: DOCKER_HOST. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
}

/** @throws Error when an engine is asked for and none can be used */
export async function chooseRuntime(options: RuntimeOptions): Promise<ContainerRuntime> {
  const { mode, env, log } = options;
  if (mode === 'process') return createProcessRuntime(options);
  const engine = await findEngine(env);
  if (typeof engine !== 'string') {
    log(`containers: run by Docker Engine ${engine.version} at ${engine.address}`);
    return createDockerRuntime({ engine, log });
  }
  if (mode === 'docker') throw new Error(`containers can not be run: ${engine}`);
  log(`containers: run as processes, because ${engine}`);
  return createProcessRuntime(options);
}
