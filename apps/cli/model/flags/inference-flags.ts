// The flags of v1 that say how a model is served: shared by deploy, package and profile.
import { text } from '../../../../src/core/command-line/flag.ts';
import { overriding } from './override.ts';

const over = overriding('inference');

export const inferenceFlags = {
  'inference-config-file': text('FILE', 'inference config (docs/configuration.md)', 'ic'),
  'environment-name': text('NAME', 'a registered environment; one in the inference config wins', 'e'),
  'environment-version': text('VERSION', 'its version', 'ev'),
  'environment-directory': text('FOLDER', 'the folder of an azureml_environment.json', 'ed'),
  'entry-script': over.text('FILE', 'entryScript', 'es'),
  'source-directory': over.text('FOLDER', 'sourceDirectory', 'sd'),
  runtime: over.text('NAME', 'runtime', 'rt'),
  'conda-file': over.text('FILE', 'condaFile', 'cf'),
  'extra-docker-file-steps': over.text('FILE', 'extraDockerfileSteps', 'ds'),
  'enable-gpu': over.boolean('enableGpu', 'eg'),
  'cuda-version': over.text('VERSION', 'cudaVersion', 'cv'),
  'base-image': over.text('IMAGE', 'baseImage', 'bi'),
  'base-image-registry': over.text('SERVER', 'baseImageRegistry.address', 'ir'),
  description: over.text('TEXT', 'description'),
};
