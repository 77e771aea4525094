// Whether the containers of a group come up, judged by what the service says of them. Pure.
import { given } from '../given.ts';

export interface ContainerSight {
  readonly name: string;
  /** Waiting, Running or Terminated. */
  readonly state: string;
  readonly detail: string;
  readonly restarts: number;
  /** What the service warned of, such as probes that failed, oldest first. */
  readonly warnings: readonly string[];
}

export interface ReadinessProbe {
  readonly initialDelaySeconds?: number | undefined;
  readonly periodSeconds?: number | undefined;
  readonly failureThreshold?: number | undefined;
}

export type GroupVerdict =
  | { readonly outcome: 'starting'; readonly reason: string }
  | { readonly outcome: 'failed'; readonly reason: string };

/** A container that ended and was started again will not come up by waiting: its second end shows that it is no accident. */
const endsThatAreNoAccident = 2;

/** What the service warned of last, to end a sentence with. */
export function lastWarnings(containers: readonly ContainerSight[]): string {
  const found = containers.flatMap(({ name, warnings }) =>
    warnings.slice(-1).map((words) => `; '${name}': ${words}`),
  );
  return found.join('');
}

/** Minutes for the start of the server and the script's init(); images have been pulled by then. */
const usualMinutes = 10;

/** The service's own, where the file names none. */
const usual = { initialDelaySeconds: 0, periodSeconds: 10, failureThreshold: 3 };

/**
 * How long new containers may take until they answer: as long as the readiness probe lets them, as on a managed endpoint.
 *
 * @returns seconds
 */
export function readyWithin(probe: ReadinessProbe | undefined): number {
  if (probe === undefined) return usualMinutes * 60;
  const { initialDelaySeconds, periodSeconds, failureThreshold } = { ...usual, ...given(probe) };
  return initialDelaySeconds + failureThreshold * periodSeconds;
}

/** What a group is like that does not answer yet. */
export function judgeContainers(containers: readonly ContainerSight[]): GroupVerdict {
  const ended = containers.find(
    ({ state, restarts }) => restarts >= endsThatAreNoAccident || (state === 'Terminated' && restarts > 0),
  );
  if (ended)
    return {
      outcome: 'failed',
      reason: `its container '${ended.name}' ended ${ended.restarts + 1} times (${ended.detail || ended.state})${lastWarnings([ended])}`,
    };
  const words = containers.map(({ name, state }) => `${name} is ${state.toLowerCase()}`);
  return { outcome: 'starting', reason: words.join(', ') };
}
