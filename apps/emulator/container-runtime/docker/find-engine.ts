// The Docker Engine of this machine, where Docker's own command line looks for it: DOCKER_HOST, or its socket.
import type Docker from 'dockerode';
import { z } from 'zod';
import { sentenceOf } from './engine-error.ts';

export interface Engine {
  readonly docker: Docker;
  readonly version: string;
  /** Cores that its containers may share. */
  readonly cpus: number;
  readonly address: string;
}

/** An engine that works answers in milliseconds; the start of the stack waits for no other. */
const answerWithinMs = 2_000;
const usualSocket = '/var/run/docker.sock';

const engineInfo = z.looseObject({ ServerVersion: z.string(), NCPU: z.int().min(1) });

/**
 * @returns the engine, or why there is none, as the rest of a sentence
 */
export async function findEngine(
  env: Readonly<Record<string, string | undefined>>,
): Promise<Engine | string> {
  const address = env.DOCKER_HOST ?? `unix://${usualSocket}`;
  const socketPath = /^unix:\/\/(.+)$/.exec(address)?.[1];
  // Published ports are asked for on this machine's own addresses.
  if (socketPath === undefined) return `the engine at ${address} is not reached by a socket of this machine`;
  // Loaded where it is needed: a stack without containers starts without it.
  const { default: Client } = await import('dockerode');
  try {
    const info = engineInfo.parse(await new Client({ socketPath, timeout: answerWithinMs }).info());
    return {
      ...{ docker: new Client({ socketPath }), version: info.ServerVersion, cpus: info.NCPU, address },
    };
  } catch (error) {
    return `no Docker Engine answers at ${address}: ${sentenceOf(error)}`;
  }
}
