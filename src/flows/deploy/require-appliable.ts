// What a plan can be made for and this flow can not carry out yet: said before anything is called.
import type { DeploymentConfig } from '../../core/config/deployment-config.ts';
import type { InferenceConfig } from '../../core/config/inference-config.ts';
import { isGiven, keyNotSupported, type Origin } from '../../core/config/origin.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';

const ownImage = 'Build an image with these steps, push it to a registry and name it as baseImage.';
const buildKeys = ['extraDockerfileSteps', 'extraDockerFileSteps', 'environment.docker.baseDockerfile'];

function refuseFirst(origin: Origin, keys: readonly string[], reason: string, instead: string): void {
  const key = keys.find((one) => isGiven(origin, one));
  if (key !== undefined) throw keyNotSupported(origin, key, { reason, instead });
}

/**
 * The inference config as this flow takes it, and what it takes only in part: no server is added to an image yet.
 */
export function appliable(inference: InferenceConfig): {
  readonly inference: InferenceConfig;
  readonly warnings: readonly string[];
} {
  const { environment, origin } = inference;
  if (environment.kind !== 'defined' || !environment.addServer) return { inference, warnings: [] };
  return {
    inference: { ...inference, environment: given({ ...environment, addServer: undefined }) },
    warnings: [
      `'${origin.file}' asks for 'inferencingStackVersion: latest', and no server is added yet: the image or the conda file must bring it.`,
    ],
  };
}

/** @throws ConfigurationNotSupported */
export function requireAppliable(
  { environment, origin }: InferenceConfig,
  { target, computeType, settings, origin: deployment }: DeploymentConfig,
): void {
  if (target !== 'managed')
    throw fail('ConfigurationNotSupported', {
      file: deployment.file,
      place: 'line 1',
      key: `computeType: ${computeType}`,
      reason: 'this version deploys to managed online endpoints only',
      instead: "Set computeType to 'managed' and give an instanceType.",
    });
  if (environment.kind === 'defined') refuseFirst(origin, buildKeys, 'no image is built yet', ownImage);
  if (settings.autoScaler?.autoscaleEnabled === true)
    throw keyNotSupported(deployment, 'autoScaler', {
      reason: 'the rules of Azure Monitor are not written yet',
      instead: "Give 'instanceCount', and set the rules on the deployment in the portal.",
    });
}
