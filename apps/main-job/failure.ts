// A failure of the main job that its user can understand: one sentence and what to do.

export class MainJobFailure extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'MainJobFailure';
    this.remedy = remedy;
  }
}
