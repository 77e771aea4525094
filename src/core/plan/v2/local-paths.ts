// Which files and folders of this machine a deployment of `az ml` v2 names.
import * as posix from 'node:path/posix';
import { slashes } from '../../relative-path.ts';
import type { EnvironmentYaml, ModelYaml } from '../../config/v2/assets.ts';
import { given } from '../../given.ts';
import type { YamlDeployment } from './yaml-deployment.ts';

/** An address or a registered asset. A single letter before the colon is a drive. */
const address = /^(?!file:)(?:[a-z][a-z0-9+.-]+:|\/subscriptions\/)/i;

export const isLocal = (path: string): boolean => !address.test(path);

const withoutScheme = (path: string) => path.replace(/^file:(?:\/\/(?=\/))?/i, '');
const local = (path: string | undefined): string | undefined =>
  path !== undefined && isLocal(path) ? withoutScheme(path) : undefined;

/** The last part of a path of this machine; the project's own folder has no better name than what it is. */
export const nameOfPath = (path: string): string => {
  const last = posix.basename(posix.normalize(slashes(withoutScheme(path))));
  return /^\.{0,2}$/.test(last) ? 'model' : last;
};

export interface LocalPaths {
  readonly code?: string;
  readonly model?: string;
  readonly context?: string;
  readonly conda?: string;
}

const environmentPaths = ({ build, conda_file: conda }: EnvironmentYaml): LocalPaths =>
  given({ context: local(build?.path), conda: typeof conda === 'string' ? local(conda) : undefined });

/** As they are written: relative to the deployment's file. */
export function localPaths({ deployment: { value } }: YamlDeployment): LocalPaths {
  const { model, environment, code_configuration: code } = value;
  return {
    ...given({
      code: local(code?.code),
      model: local(typeof model === 'string' ? model : model?.path),
    }),
    ...(typeof environment === 'object' && environmentPaths(environment)),
  };
}

/** Definitions that stand in a file of their own: `environment: file:env.yml`. */
export function definitionFiles({ deployment: { value } }: YamlDeployment): {
  readonly environment?: string;
  readonly model?: string;
} {
  const file = (text: unknown): string | undefined =>
    typeof text === 'string' && /^file:.*\.ya?ml$/i.test(text) ? withoutScheme(text) : undefined;
  return given({ environment: file(value.environment), model: file(value.model) });
}

type Move = (path: string) => string;

/** The same definition, its local paths moved to where another file sees them. */
export const movedEnvironment = (yaml: EnvironmentYaml, move: Move): EnvironmentYaml => {
  const { build, conda_file: conda } = yaml;
  const moved = (path: string) => (isLocal(path) ? move(withoutScheme(path)) : path);
  return {
    ...yaml,
    ...(typeof conda === 'string' && { conda_file: moved(conda) }),
    ...(build && { build: { ...build, path: moved(build.path) } }),
  };
};

export const movedModel = (yaml: ModelYaml, move: Move): ModelYaml =>
  yaml.path !== undefined && isLocal(yaml.path) ? { ...yaml, path: move(withoutScheme(yaml.path)) } : yaml;
