// The Dockerfile of a scoring image, laid out as Microsoft's own tool for local endpoints does it.
import type { DefinedEnvironment } from '../config/environment-source.ts';
import type { EnvironmentTexts } from './environment-texts.ts';

/** Where everything of a scoring container lies; fixed by the inference server's images. */
export const appRoot = '/var/azureml-app';
export const modelRoot = `${appRoot}/azureml-models`;
const condaName = 'inf-conda-env';

export const pythonPath = `/opt/miniconda/envs/${condaName}/bin`;

const lines = (text: string): readonly string[] => text.replace(/\r\n/g, '\n').trimEnd().split('\n');

/** The base, the packages and the user's own steps: what v1 put into an image before code and model. */
export function dockerfileText(
  environment: DefinedEnvironment,
  texts: EnvironmentTexts,
  hasConda: boolean,
): string {
  const base =
    texts.dockerfileText === undefined ? [`FROM ${environment.image}`] : lines(texts.dockerfileText);
  const conda = [`COPY conda.yml ${appRoot}/conda.yml`, `RUN conda env create -n ${condaName} -f conda.yml`];
  const pip = hasConda ? `${pythonPath}/pip` : 'pip';
  return [
    ...base,
    `WORKDIR ${appRoot}/`,
    ...(hasConda ? conda : []),
    ...(environment.addServer ? [`RUN ${pip} install --no-cache-dir azureml-inference-server-http`] : []),
    ...(texts.extraStepsText === undefined ? [] : lines(texts.extraStepsText)),
    '',
  ].join('\n');
}

/** How the container of an image with or without a conda environment starts its server. */
export function startCommand(hasConda: boolean): readonly string[] {
  const server = ['runsvdir', '/var/runit'];
  return hasConda ? ['conda', 'run', '--no-capture-output', '-n', condaName, ...server] : server;
}
