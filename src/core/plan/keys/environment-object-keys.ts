// The rest of the v1 environment object: Docker, Spark, Databricks, and what becomes of each key on every target.
import { inferenceKey as key, refused, taken, warned } from './key-row.ts';

const fromImage = taken('Dockerfile of the image');
const noSpark = refused(
  'nothing that serves a model today runs Spark',
  "Rewrite the script for plain Python and use runtime 'python'.",
);
const noDatabricks = refused('nothing that serves a model runs on Databricks', 'Leave the key out.');
const serviceRuns = refused(
  'the service runs the container and takes no options of Docker',
  'Leave the key out; what is needed inside goes into the image.',
);

const databricks = ['maven', 'pypi', 'rcran', 'jar', 'egg'].map((kind) =>
  key(
    `environment.databricks.${kind}Libraries`,
    { meaning: 'libraries of a Databricks cluster', sample: [{ name: 'x' }] },
    { rest: noDatabricks },
  ),
);

export const environmentObjectKeys = [
  key(
    'environment.docker.enabled',
    { meaning: 'run in Docker', sample: false, idle: [true] },
    { rest: warned('a deployment always runs in a container', 'Leave the key out.') },
  ),
  key(
    'environment.docker.baseImage',
    { meaning: 'image that the environment starts from', sample: 'example.azurecr.io/base:1' },
    { rest: taken('environment `image`'), local: fromImage, aci: fromImage, iotedge: fromImage },
  ),
  key(
    'environment.docker.baseDockerfile',
    { meaning: 'Dockerfile, as text or as a path', sample: 'FROM ubuntu:22.04' },
    {
      rest: taken('Dockerfile of a build context; environment `build.contextUri`'),
      local: fromImage,
      aci: fromImage,
      iotedge: fromImage,
    },
  ),
  key(
    'environment.docker.sharedVolumes',
    { meaning: 'share volumes with the host', sample: false, idle: [true] },
    { rest: warned('training only; nothing is shared with a scoring container', 'Leave the key out.') },
  ),
  key(
    'environment.docker.shmSize',
    { meaning: 'shared memory', sample: '4g', idle: ['2g'] },
    {
      rest: serviceRuns,
      local: taken('`HostConfig.ShmSize` of the container'),
      iotedge: taken('`HostConfig.ShmSize` in `createOptions`'),
    },
  ),
  key(
    'environment.docker.arguments',
    { meaning: 'arguments of docker run', sample: ['--ulimit', 'core=0'] },
    { rest: serviceRuns },
  ),
  ...['repositories', 'packages'].map((part) =>
    key(
      `environment.spark.${part}`,
      { meaning: 'Spark settings', sample: [{ group: 'a' }] },
      {
        rest:
          part === 'packages'
            ? noSpark
            : warned('without Spark packages it means nothing', 'Leave the key out.'),
      },
    ),
  ),
  key(
    'environment.spark.precachePackages',
    { meaning: 'Spark settings', sample: false, idle: [true] },
    { rest: warned('without Spark packages it means nothing', 'Leave the key out.') },
  ),
  ...databricks,
  key(
    'environment.inferencingStackVersion',
    { meaning: "`latest`: add the inference server to one's own image", sample: 'latest' },
    {
      rest: taken('`pip install azureml-inference-server-http` in a build context'),
      local: fromImage,
      aci: fromImage,
      iotedge: fromImage,
    },
  ),
];
