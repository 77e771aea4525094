// What an environment is made of besides the keys of an inference config: the files that it names.

/** What stands in the files that an inference config names. */
export interface EnvironmentTexts {
  readonly condaText?: string;
  readonly dockerfileText?: string;
  readonly extraStepsText?: string;
}
