// What a step throws when the plan is no longer about what is there.

/** Nothing is wrong: the plan is made again. The steps that were done are found done. */
export class PlanOutdated extends Error {
  readonly reason: string;

  /** @param reason in words, to follow "because" */
  constructor(reason: string) {
    super(`The plan is out of date, because ${reason}.`);
    this.reason = reason;
    this.name = 'PlanOutdated';
  }
}
