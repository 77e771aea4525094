// Keys of environments and models, in files of their own or in the file of a deployment.
import { common, inNoRequest, keysOf, type YamlKey } from './yaml-key.ts';

const datastore = '`workspaceblobstore`, where files are uploaded to; another one is refused';

const route = (name: string, to: string) => ({
  [`inference_config.${name}.path`]: `properties.inferenceConfig.${to}.path`,
  [`inference_config.${name}.port`]: `properties.inferenceConfig.${to}.port`,
});

export const assetKeys: readonly YamlKey[] = [
  inNoRequest('environment', '$schema', 'says which kind of file it is; another kind is refused'),
  inNoRequest('environment', 'datastore', datastore),
  ...keysOf(
    'environment',
    'register-environment',
  )({
    ...common,
    tags: 'properties.tags',
    name: ['path', 'left out: the endpoint with `-env`'],
    version: ['path', 'left out: the hash of the content'],
    image: 'properties.image',
    conda_file: ['properties.condaFile', 'the text of the file, or of the map'],
    'build.path': ['properties.build.contextUri', 'a folder is uploaded first'],
    'build.dockerfile_path': ['properties.build.dockerfilePath', 'left out: `Dockerfile`'],
    ...route('liveness_route', 'livenessRoute'),
    ...route('readiness_route', 'readinessRoute'),
    ...route('scoring_route', 'scoringRoute'),
    os_type: ['properties.osType', 'left out: `Linux`'],
  }),
  inNoRequest('model', '$schema', 'says which kind of file it is; another kind is refused'),
  inNoRequest('model', 'datastore', datastore),
  ...keysOf(
    'model',
    'register-model',
  )({
    ...common,
    name: ['path', 'left out: the endpoint with `-model`'],
    version: ['path', 'left out: the hash of the content'],
    tags: 'properties.tags',
    type: ['properties.modelType', 'left out: `custom_model`'],
    path: ['properties.modelUri', 'files on this machine are uploaded first'],
    flavors: ['properties.flavors', 'each as `data`, its values as texts'],
    stage: 'properties.stage',
  }),
];
