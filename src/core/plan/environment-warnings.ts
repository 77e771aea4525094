// What v1 warned of in an environment, and still goes wrong at the first request.
import { parse } from 'yaml';
import type { EnvironmentTexts } from '../deploy/environment-texts.ts';
import type { InferenceConfig } from '../config/inference-config.ts';
import type { Target } from '../config/target.ts';
import { defaultImage, type DefinedEnvironment } from '../config/environment-source.ts';

/** Either of them brings the server that answers requests; the first is v1's name. */
const serverPackage = /^(?:azureml-defaults|azureml-inference-server-http)(?![\w.-])/i;

/** What the conda file says, from where it stands already as data or from its text. */
function condaContent(environment: DefinedEnvironment, { condaText }: EnvironmentTexts): unknown {
  if (environment.condaDependencies) return environment.condaDependencies;
  try {
    return parse(condaText ?? '');
  } catch {
    // Whoever installs the packages says what is wrong with the file.
    return undefined;
  }
}

function pipPackages(content: unknown): readonly string[] | undefined {
  const dependencies: unknown =
    typeof content === 'object' && content !== null ? Reflect.get(content, 'dependencies') : undefined;
  if (!Array.isArray(dependencies)) return undefined;
  return dependencies.flatMap((item: unknown) => {
    const pip: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'pip') : item;
    return (Array.isArray(pip) ? pip : [pip]).filter((name) => typeof name === 'string');
  });
}

/** What the environment of a batch deployment must bring (how-to-use-batch-model-deployments). */
const runnerPackages = ['azureml-core', 'azureml-dataset-runtime'];

function batchWarnings(packages: readonly string[] | undefined): readonly string[] {
  if (packages === undefined) return [];
  const names = packages.map((name) => /^[\w.-]+/.exec(name.trim())?.[0].toLowerCase());
  const missing = runnerPackages.filter((name) => !names.includes(name));
  if (missing.length === 0) return [];
  return [
    `The conda file does not name ${missing.map((name) => `'${name}'`).join(' and ')}: jobs of batch endpoints need 'azureml-core' and 'azureml-dataset-runtime[fuse]'.`,
  ];
}

export function environmentWarnings(
  inference: InferenceConfig | undefined,
  texts: EnvironmentTexts,
  target: Target,
): readonly string[] {
  const { environment } = inference ?? {};
  if (environment?.kind !== 'defined' || environment.addServer) return [];
  // No server answers there: jobs call the script.
  if (target === 'batch') return batchWarnings(pipPackages(condaContent(environment, texts)));
  if (environment.condaDependencies === undefined && texts.condaText === undefined) {
    if (environment.image === defaultImage && !environment.dockerfile)
      return ['The environment names no packages: the default image has no server that answers requests.'];
    return [
      "The image is taken as it is: it must bring the inference server. With 'inferencingStackVersion: latest' it is added.",
    ];
  }
  const packages = pipPackages(condaContent(environment, texts));
  if (packages === undefined || packages.some((name) => serverPackage.test(name))) return [];
  return [
    "The conda file names neither 'azureml-inference-server-http' nor 'azureml-defaults': without it nothing answers requests.",
  ];
}
