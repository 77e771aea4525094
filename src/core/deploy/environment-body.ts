// The environment of a deployment: registered, an image with a conda file, or an image that the service builds.
import { stringify } from 'yaml';
import type { DefinedEnvironment } from '../config/environment-source.ts';
import { given } from '../given.ts';
import { hashValue } from './content-hash.ts';
import { dockerfileText } from './dockerfile.ts';
import type { EnvironmentTexts } from './environment-texts.ts';

/** A folder of generated files that the service builds an image from. */
export interface BuildContext {
  readonly hash: string;
  readonly files: Readonly<Record<string, string>>;
}

export const condaTextOf = (environment: DefinedEnvironment, texts: EnvironmentTexts): string | undefined =>
  environment.condaDependencies
    ? stringify(environment.condaDependencies, { sortMapEntries: true })
    : texts.condaText;

/** True where an image and a conda file do not say it all. */
export const needsBuildContext = (environment: DefinedEnvironment): boolean =>
  Boolean(environment.dockerfile) ||
  Boolean(environment.extraDockerfileSteps) ||
  environment.addServer === true;

/** The files to build from, where there is something to build. */
export function buildContext(
  environment: DefinedEnvironment,
  texts: EnvironmentTexts,
): BuildContext | undefined {
  if (!needsBuildContext(environment)) return undefined;
  const conda = condaTextOf(environment, texts);
  const files = {
    Dockerfile: dockerfileText(environment, texts, conda !== undefined),
    ...(conda !== undefined && { 'conda.yml': conda }),
  };
  return { hash: hashValue(files), files };
}

/**
 * Properties of the environment version.
 *
 * @param contextUri where the build context is, when there is one
 */
export function environmentProperties(
  environment: DefinedEnvironment,
  texts: EnvironmentTexts,
  contextUri: string | undefined,
): object {
  if (contextUri !== undefined)
    return { build: { contextUri, dockerfilePath: 'Dockerfile' }, osType: 'Linux' };
  const condaFile = condaTextOf(environment, texts);
  return { image: environment.image, osType: 'Linux', ...given({ condaFile }) };
}
