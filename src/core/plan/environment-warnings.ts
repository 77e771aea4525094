// What v1 warned of in an environment, and still goes wrong at the first request.
import { parseDocument } from 'yaml';
import { condaTextOf, type EnvironmentTexts } from '../deploy/environment-body.ts';
import type { InferenceConfig } from '../config/inference-config.ts';
import { defaultImage } from '../config/environment-source.ts';

/** Either of them brings the server that answers requests; the first is v1's name. */
const serverPackage = /^(?:azureml-defaults|azureml-inference-server-http)(?![\w.-])/i;

function pipPackages(conda: string): readonly string[] | undefined {
  const document = parseDocument(conda);
  if (document.errors.length > 0) return undefined;
  const content: unknown = document.toJS({ maxAliasCount: 0 });
  const dependencies: unknown =
    typeof content === 'object' && content !== null ? Reflect.get(content, 'dependencies') : undefined;
  if (!Array.isArray(dependencies)) return undefined;
  return dependencies.flatMap((item: unknown) => {
    const pip: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'pip') : item;
    return (Array.isArray(pip) ? pip : [pip]).filter((name) => typeof name === 'string');
  });
}

export function environmentWarnings(
  inference: InferenceConfig | undefined,
  texts: EnvironmentTexts,
): readonly string[] {
  const { environment } = inference ?? {};
  if (environment?.kind !== 'defined' || environment.addServer) return [];
  const conda = condaTextOf(environment, texts);
  if (conda === undefined) {
    if (environment.image === defaultImage && !environment.dockerfile)
      return ['The environment names no packages: the default image has no server that answers requests.'];
    return [
      "The image is taken as it is: it must bring the inference server. With 'inferencingStackVersion: latest' it is added.",
    ];
  }
  const packages = pipPackages(conda);
  if (packages === undefined || packages.some((name) => serverPackage.test(name))) return [];
  return [
    "The conda file names neither 'azureml-inference-server-http' nor 'azureml-defaults': without it nothing answers requests.",
  ];
}
