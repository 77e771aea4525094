// Catalogue entries: deploying to this machine.
import { userError } from '../entry.ts';
import { saidLast } from '../said-last.ts';

export const localErrors = {
  DockerNotRunning: userError<{ address: string; reason: string }>({
    message: ({ address, reason }) => `No Docker Engine answers at '${address}': ${reason}.`,
    remedy: () =>
      "Start Docker or set DOCKER_HOST to where it listens. Without Docker, set 'engine: process' in the deployment config.",
    sample: { address: '/var/run/docker.sock', reason: 'connect ENOENT /var/run/docker.sock' },
  }),
  DockerForbidden: userError<{ address: string }>({
    message: ({ address }) => `This user may not use the Docker Engine at '${address}'.`,
    remedy: () =>
      "Add the user to the group 'docker' and sign in again. Without that right, set 'engine: process' in the deployment config.",
    sample: { address: '/var/run/docker.sock' },
  }),
  DockerRefused: userError<{ what: string; reason: string }>({
    message: ({ what, reason }) => `The Docker Engine refused to ${what}: ${reason}.`,
    remedy: () => 'Mend what the reason names; the log of the Docker service may say more.',
    sample: { what: "create container 'fraud.v7-3fa91c'", reason: 'no space left on device' },
  }),
  RegistrySignInFailed: userError<{ registry: string; reason: string }>({
    message: ({ registry, reason }) => `Registry '${registry}' did not accept the sign-in: ${reason}.`,
    remedy: () => 'Correct user name and password of the base image registry in the inference config.',
    sample: { registry: 'example.azurecr.io', reason: 'unauthorized' },
  }),
  BaseImageNotFound: userError<{ image: string; reason: string }>({
    message: ({ image, reason }) =>
      `Image '${image}' is not on this machine and can not be pulled: ${reason}.`,
    remedy: () =>
      'Correct the base image of the inference config, give the registry it is in, or pull it to this machine first.',
    sample: { image: 'mcr.microsoft.com/azureml/none:1', reason: 'manifest unknown' },
  }),
  ImageBuildFailed: userError<{ image: string; reason: string; log: string }>({
    message: ({ image, reason, log }) =>
      `The build of image '${image}' failed: ${reason}.${saidLast("The build log's last words", log)}`,
    remedy: () => 'Mend the step of the Dockerfile or the package that the log names, and run again.',
    sample: {
      image: 'fraud:3fa91c0d12ab34cd',
      reason: "'conda env create' returned 1",
      log: 'ERROR: No matching distribution found for sklearn==99',
    },
  }),
  PortInUse: userError<{ port: number; service: string }>({
    message: ({ port, service }) =>
      `Port ${port}, which '${service}' is to have, is used by another program.`,
    remedy: () =>
      "End that program, or set another 'port' in the deployment config; without one a free port is taken.",
    sample: { port: 8890, service: 'fraud' },
  }),
  LocalServiceNotFound: userError<{ service: string; place: string }>({
    message: ({ service, place }) => `Nothing serves '${service}' on ${place}.`,
    remedy: () => 'Correct the name, or deploy it first.',
    sample: { service: 'fraud', place: 'this machine' },
  }),
  PythonNotFound: userError<{ tried: string }>({
    message: ({ tried }) => `No Python 3.9 or newer with venv was found (tried ${tried}).`,
    remedy: () => 'Install one (on Debian: python3-venv) and put it on the PATH.',
    sample: { tried: 'python3, python' },
  }),
  PackagesNotInstalled: userError<{ requirements: string; log: string }>({
    message: ({ requirements, log }) =>
      `The Python packages could not be installed: ${requirements}.${saidLast("pip's last words", log)}`,
    remedy: () => "Correct the pip part of the conda file; packages of conda itself need 'engine: docker'.",
    sample: {
      requirements: 'azureml-inference-server-http, sklearn==99',
      log: 'ERROR: No matching distribution found for sklearn==99',
    },
  }),
};
