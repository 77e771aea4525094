// A program of the user's that says whether an answer of a model is right.

export interface CheckedAnswer {
  /** JSON text. */
  readonly request: string;
  readonly status: number;
  readonly body: string;
  readonly milliseconds: number;
}

export interface CheckResult {
  readonly isRight: boolean;
  /** What the program said about it. */
  readonly words: string;
}

/** @param command program and arguments; it reads the answer as JSON on its standard input and ends with 0 when it is right */
export type CheckAnswer = (
  command: readonly string[],
  answer: CheckedAnswer,
  folder: string,
) => Promise<CheckResult>;
