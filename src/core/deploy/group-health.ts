// Whether the containers of a group come up, judged by what the service says of them. Pure.

export interface ContainerSight {
  readonly name: string;
  /** Waiting, Running or Terminated. */
  readonly state: string;
  readonly detail: string;
  readonly restarts: number;
  /** What the service warned of last, such as a probe that failed. */
  readonly warning?: string;
}

export type GroupVerdict =
  | { readonly outcome: 'starting'; readonly reason: string }
  | { readonly outcome: 'failed'; readonly reason: string };

/** A container that ended and was started again will not come up by waiting: its second end shows that it is no accident. */
const endsThatAreNoAccident = 2;

/** What a group is like that does not answer yet. */
export function judgeContainers(containers: readonly ContainerSight[]): GroupVerdict {
  const ended = containers.find(
    ({ state, restarts }) => restarts >= endsThatAreNoAccident || (state === 'Terminated' && restarts > 0),
  );
  if (ended)
    return {
      outcome: 'failed',
      reason: `its container '${ended.name}' ended ${ended.restarts + 1} times (${[ended.detail || ended.state, ended.warning].filter(Boolean).join('; ')})`,
    };
  const words = containers.map(({ name, state }) => `${name} is ${state.toLowerCase()}`);
  return { outcome: 'starting', reason: words.join(', ') };
}
