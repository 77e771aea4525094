// What becomes of one key of a file of `az ml` v2: the page is made from it, and a test holds every row against the plan.

export const yamlFileKinds = [
  'online endpoint',
  'online deployment',
  'batch endpoint',
  'batch deployment',
  'environment',
  'model',
] as const;

export type YamlFileKind = (typeof yamlFileKinds)[number];

export type StepOfKey =
  | 'create-endpoint'
  | 'create-deployment'
  | 'move-traffic'
  | 'set-default'
  | 'register-environment'
  | 'register-model';

export interface YamlKey {
  readonly file: YamlFileKind;
  readonly key: string;
  /** The step whose request carries it; absent where none does. */
  readonly step?: StepOfKey;
  /** Where in the request's body; `path` for the request's own path. */
  readonly at?: string;
  /** What is done to the value, or why it is in no request. */
  readonly words: string;
}

/** Rows of one file whose keys all go to the request of one step. */
export const keysOf =
  (file: YamlFileKind, step: StepOfKey) =>
  (rows: Readonly<Record<string, string | readonly [at: string, words: string]>>): readonly YamlKey[] =>
    Object.entries(rows).map(([key, row]) => {
      const [at, words] = typeof row === 'string' ? [row, ''] : row;
      return { file, key, step, at, words };
    });

export const inNoRequest = (file: YamlFileKind, key: string, words: string): YamlKey => ({
  file,
  key,
  words,
});

/** Keys that all files have. */
export const common = {
  description: 'properties.description',
  tags: ['tags', 'beside the tag that says which content it is'],
  properties: 'properties.properties',
} as const;
