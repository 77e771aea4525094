// What a plan can be made for and this flow can not carry out yet: said before anything is called.
import type { DeploymentConfig } from '../../core/config/deployment-config.ts';
import type { InferenceConfig } from '../../core/config/inference-config.ts';
import { isGiven, keyNotSupported, type Origin } from '../../core/config/origin.ts';
import { fail } from '../../core/errors/catalogue.ts';

const ownImage = 'Build an image with these steps, push it to a registry and name it as baseImage.';
const buildKeys = [
  'extraDockerfileSteps',
  'extraDockerFileSteps',
  'environment.docker.baseDockerfile',
  'environment.inferencingStackVersion',
];

function refuseFirst(origin: Origin, keys: readonly string[], reason: string, instead: string): void {
  const key = keys.find((one) => isGiven(origin, one));
  if (key !== undefined) throw keyNotSupported(origin, key, { reason, instead });
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
