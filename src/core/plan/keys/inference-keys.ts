// The keys of an inference config, and what becomes of each on every target.
import { depends, inferenceKey as key, refused, taken, warned, type GivenValues } from './key-row.ts';

const noSpark = refused(
  'nothing that serves a model today runs Spark',
  "Rewrite the script for plain Python and use runtime 'python'.",
);
const cudaImage =
  'Name an image with CUDA as baseImage, for example mcr.microsoft.com/azureml/inference-base-cuda12.4-ubuntu22.04.';
const grantPull = refused(
  'environments carry no registry password any more',
  "Give the workspace's identity the role 'AcrPull' on the registry and leave user name and password out.",
);
const oldCuda = depends(
  'baseImage names an image',
  (_, all) => 'baseImage' in all,
  warned('the image that is named brings its own CUDA', 'Leave the key out.'),
  refused('the images of the first generation are gone', cudaImage),
);
const context = taken('Dockerfile of a build context; environment `build.contextUri`');
const ownDockerfile = taken('Dockerfile of the image');
const condaContent = taken('environment `condaFile`, as content');
const condaInImage = taken('`conda.yml` of the image');
const variables = taken('`environmentVariables` of the deployment');

const condaBeside = (_: unknown, all: GivenValues) =>
  'environment.python.condaDependencies' in all || 'environment.python.condaDependenciesFile' in all;

const registryPart = (name: string, sample: string, address: boolean) => [
  key(
    `baseImageRegistry.${name}`,
    { meaning: `${name} for the registry of the base image`, sample },
    address
      ? { rest: taken('first part of the image name') }
      : { rest: grantPull, local: taken('sign-in for the pull'), aci: buildSecret, iotedge: buildSecret },
  ),
  key(
    `environment.docker.baseImageRegistry.${name}`,
    { meaning: `${name} for the registry of the base image`, sample },
    address
      ? { rest: taken('first part of the image name') }
      : { rest: grantPull, local: taken('sign-in for the pull'), aci: buildSecret, iotedge: buildSecret },
  ),
];

const buildSecret = taken('`credentials.customRegistries` of the registry build');

export const inferenceKeys = [
  key(
    'entryScript',
    { meaning: 'Python file with `init()` and `run(data)`', sample: 'score.py' },
    {
      rest: taken('`AZUREML_ENTRY_SCRIPT` of the container'),
      managed: taken('`codeConfiguration.scoringScript`'),
      kubernetes: taken('`codeConfiguration.scoringScript`'),
      batch: taken('`codeConfiguration.scoringScript`'),
    },
  ),
  key(
    'sourceDirectory',
    { meaning: 'folder that goes along with the script', sample: 'src' },
    {
      rest: taken('code version; `codeConfiguration.codeId`'),
      local: taken('folder of the image'),
      aci: taken('folder of the image'),
      iotedge: taken('folder of the image'),
    },
  ),
  key(
    'runtime',
    { meaning: '`python`, `python-slim` or `spark-py`', sample: 'spark-py', idle: ['python'] },
    {
      rest: depends(
        'it asks for Spark',
        (value) => String(value).toLowerCase() === 'spark-py',
        noSpark,
        warned(
          'the base image is the same for python and python-slim',
          "Write 'python', or leave the key out.",
        ),
      ),
    },
  ),
  key(
    'condaFile',
    { meaning: 'conda file with the packages', sample: 'conda.yml' },
    { rest: condaContent, local: condaInImage, aci: condaInImage, iotedge: condaInImage },
  ),
  key(
    'extraDockerfileSteps',
    { meaning: 'file with further lines of the Dockerfile', sample: 'steps.txt' },
    { rest: context, local: ownDockerfile, aci: ownDockerfile, iotedge: ownDockerfile },
  ),
  key(
    'extraDockerFileSteps',
    { meaning: "the other spelling of 'extraDockerfileSteps'", sample: 'steps.txt' },
    { rest: context, local: ownDockerfile, aci: ownDockerfile, iotedge: ownDockerfile },
  ),
  key(
    'enableGpu',
    { meaning: 'an image with CUDA', sample: true },
    {
      rest: oldCuda,
      local: taken('all GPUs of the machine'),
      aci: refused('the container group has no GPU', "Deploy to 'managed' with a GPU size as instanceType."),
    },
  ),
  key('cudaVersion', { meaning: '`9.0`, `9.1` or `10.0`', sample: '10.0' }, { rest: oldCuda }),
  key(
    'baseImage',
    { meaning: 'image that the environment starts from', sample: 'example.azurecr.io/base:1' },
    { rest: taken('environment `image`'), local: ownDockerfile, aci: ownDockerfile, iotedge: ownDockerfile },
  ),
  ...registryPart('address', 'example.azurecr.io', true),
  ...registryPart('username', 'user', false),
  ...registryPart('password', 'secret', false),
  key(
    'description',
    { meaning: 'text on the deployment', sample: 'scores claims' },
    {
      rest: taken('`description`'),
      local: taken('label of the container'),
      aci: taken('tag of the container group'),
      iotedge: taken('label of the configuration'),
    },
  ),
  key(
    'environment.name',
    { meaning: 'alone: a registered environment; else the name to register', sample: 'fraud-env' },
    {
      rest: taken('name of the environment; alone `environmentId`'),
      local: taken('image of the registered environment'),
      aci: taken('image of the registered environment'),
      iotedge: taken('image of the registered environment'),
    },
  ),
  key(
    'environment.version',
    { meaning: 'version of a registered environment', sample: '3' },
    {
      rest: depends(
        'the environment is defined in the file',
        (_, all) =>
          [
            'docker.baseImage',
            'docker.baseDockerfile',
            'python.condaDependencies',
            'python.condaDependenciesFile',
          ].some((part) => `environment.${part}` in all),
        warned("an environment's version is the hash of its content", 'Leave the key out.'),
        taken('version in `environmentId`'),
      ),
    },
  ),
  key(
    'environment.environmentVariables',
    { meaning: 'variables of the container', sample: { MODE: 'fast' } },
    { rest: variables },
  ),
  key(
    'environment.python.userManagedDependencies',
    { meaning: 'the image has its packages already', sample: true },
    {
      rest: depends(
        'conda dependencies stand beside it',
        condaBeside,
        warned('as in v1, the conda dependencies beside it are not installed', 'Take one of the two out.'),
        taken('an environment without a conda file'),
      ),
    },
  ),
  key(
    'environment.python.interpreterPath',
    { meaning: 'the Python to run', sample: '/opt/py/bin/python', idle: ['python'] },
    {
      rest: refused(
        'the inference server runs the first Python of the image',
        "Put that Python first on the image's PATH and leave the key out.",
      ),
    },
  ),
  key(
    'environment.python.condaDependenciesFile',
    { meaning: 'conda file with the packages', sample: 'conda.yml' },
    { rest: condaContent, local: condaInImage, aci: condaInImage, iotedge: condaInImage },
  ),
  key(
    'environment.python.condaDependencies',
    { meaning: 'content of a conda file', sample: { dependencies: ['python=3.11'] } },
    { rest: condaContent, local: condaInImage, aci: condaInImage, iotedge: condaInImage },
  ),
  key(
    'environment.python.baseCondaEnvironment',
    { meaning: 'conda environment of the image to build on', sample: 'base' },
    {
      rest: refused(
        'a conda environment is made from its file alone',
        'List its packages in the conda file.',
      ),
    },
  ),
];
