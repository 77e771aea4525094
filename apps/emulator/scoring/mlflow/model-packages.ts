// The pip requirements that an MLflow model is served with: its own ones, MLflow's loader, and the inference server.

/** The release that Azure's images for inference brought when this was written. */
const server = 'azureml-inference-server-http==1.5.1';

export interface ModelPackages {
  readonly requirements: readonly string[];
  /** Those of them that the model does not name. */
  readonly added: readonly string[];
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

/** The same release without its server, its user interface and what they bring along: what Azure's own image has, too. */
const skinny = (requirement: string): string =>
  requirement.replace(/^mlflow([-_.](skinny|tracing))?(\[[^\]]*\])?/i, 'mlflow-skinny');

/**
 * What the model is served with on any endpoint, so that an online one and a batch one share an environment: its own
 * packages, MLflow's loader, and what reads tables, which only the whole of MLflow would bring along.
 *
 * @param mlflowVersion for a model that does not name MLflow among its packages
 */
export function servingPackages(given: readonly string[], mlflowVersion: string | undefined): ModelPackages {
  const has = (...names: readonly string[]) => given.some((one) => names.includes(nameOf(one)));
  const own = mlflowVersion === undefined ? 'mlflow-skinny' : `mlflow-skinny==${mlflowVersion}`;
  const requirements = [
    ...new Set(given.map((one) => (isMlflow(one) ? skinny(one) : one))),
    ...(given.some(isMlflow) ? [] : [own]),
    ...(has('pandas') ? [] : ['pandas<3']),
    ...(has('pyarrow') ? [] : ['pyarrow']),
    ...(has('azureml-inference-server-http', 'azureml-defaults') ? [] : [server]),
  ];
  return { requirements, added: requirements.filter((one) => !given.includes(one)) };
}
