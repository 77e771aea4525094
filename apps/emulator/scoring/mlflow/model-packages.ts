// The pip requirements that an MLflow model is served with: its own ones, without MLflow, with the inference server.

/** The release that Azure's images for inference brought when this was written. */
const server = 'azureml-inference-server-http==1.5.1';

export interface ModelPackages {
  readonly requirements: readonly string[];
  /** Requirements of the model that are not installed. */
  readonly leftOut: readonly string[];
}

/** As pip compares names: `Scikit_Learn[x]>=1` is `scikit-learn`. */
const nameOf = (requirement: string): string =>
  (/^[\w.-]+/.exec(requirement)?.[0] ?? '').toLowerCase().replaceAll(/[-_.]+/g, '-');

const isMlflow = (requirement: string): boolean => /^mlflow(-skinny|-tracing)?$/.test(nameOf(requirement));

/**
 * The lines of a requirements.txt without comments.
 *
 * @throws Error when it refers to another file
 */
export function parseRequirements(text: string): readonly string[] {
  const lines = text
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
  const file = lines.find((line) => /^(-r|--requirement|-c|--constraint|-e|--editable)\b/.test(line));
  if (file !== undefined) throw new Error(`its requirements.txt refers to a file ('${file}')`);
  return lines;
}

/**
 * MLflow itself is left out: with what it brings along it is many times the size of the model's own packages, and
 * loading a pickle does not take it. Of what it brings only pandas is needed, and only for columns with names.
 */
export function servingPackages(given: readonly string[], needsPandas: boolean): ModelPackages {
  const requirements = given.filter((requirement) => !isMlflow(requirement));
  const has = (...names: readonly string[]) => requirements.some((one) => names.includes(nameOf(one)));
  return {
    requirements: [
      ...requirements,
      ...(needsPandas && !has('pandas') ? ['pandas'] : []),
      ...(has('azureml-inference-server-http', 'azureml-defaults') ? [] : [server]),
    ],
    leftOut: given.filter(isMlflow),
  };
}
