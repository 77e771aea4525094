// Visits every state that a small model can reach, the nearest first, so that a counterexample is a shortest one.

export interface Transition<S> {
  /** What happened, for a person who reads a counterexample. */
  readonly label: string;
  readonly state: S;
}

export interface Model<S> {
  readonly initial: S;
  /** Every way on from a state. */
  next(state: S): readonly Transition<S>[];
  /** What is wrong with a state; absent if nothing is. */
  violation(state: S): string | undefined;
}

export interface Exploration<S> {
  /** Every state that was reached, by its JSON. */
  readonly states: ReadonlyMap<string, S>;
  readonly counterexample?: { readonly violation: string; readonly steps: readonly string[] };
}

/** Stops at the first violation. */
export function explore<S>(model: Model<S>): Exploration<S> {
  const { initial } = model;
  const states = new Map([[JSON.stringify(initial), initial]]);
  const cameFrom = new Map<string, { readonly before: string; readonly label: string }>();

  const stepsTo = (state: string): readonly string[] => {
    const step = cameFrom.get(state);
    return step === undefined ? [] : [...stepsTo(step.before), step.label];
  };

  // A map may grow while it is walked through: what is added is visited, too.
  for (const [key, state] of states) {
    const wrong = model.violation(state);
    if (wrong !== undefined) return { states, counterexample: { violation: wrong, steps: stepsTo(key) } };
    for (const { label, state: after } of model.next(state)) {
      const name = JSON.stringify(after);
      if (states.has(name)) continue;
      states.set(name, after);
      cameFrom.set(name, { before: key, label });
    }
  }
  return { states };
}
