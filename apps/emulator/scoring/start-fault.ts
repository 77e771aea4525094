// Ends a start as it was ordered, with what the service says and what its containers leave in their logs.
import { OperationFailure } from '../azure-ml/long-running.ts';
import type { DeploymentLogs, DeploymentSpec } from '../azure-ml/online/scoring-host.ts';
import type { Time } from '../kernel/time.ts';
import type { DeploymentFaultList } from './deployment-faults.ts';
import { imageOf } from './image-build.ts';

const guide = (anchor: string): string =>
  `Please see troubleshooting guide, available here: https://aka.ms/oe-tsg#error-${anchor}`;

const pollMs = 100;

/** @throws OperationFailure when one is ordered for this start */
export async function failAsOrdered(
  { endpoint, deployment, serving, readyWithinMs }: DeploymentSpec,
  faults: DeploymentFaultList,
  {
    logs,
    time,
    signal,
  }: { readonly logs: DeploymentLogs; readonly time: Time; readonly signal: AbortSignal },
): Promise<void> {
  const say = (text: string) => logs.add('InferenceServer', `${text}\n`);
  const kind = faults.takeStart(endpoint, deployment);
  switch (kind) {
    case undefined:
      return;
    case 'stuck':
      while (faults.isStuck(endpoint, deployment)) await time.wait(pollMs, signal);
      return;
    case 'image-build-fails':
      say(`Image build of environment ${imageOf(serving).id} from ${imageOf(serving).image}`);
      say('Step 4/9 : RUN conda env create -p /azureml-envs/inf-conda-env -f conda.yml');
      say('ResolvePackageNotFound: - azureml-inference-server-http==99.0.0');
      throw new OperationFailure(
        'ImageBuildFailure',
        `Image build of environment '${imageOf(serving).id}' failed: conda could not create the environment. ${guide('imagebuildfailure')}`,
      );
    case 'never-ready':
      say('Readiness probe failed: HTTP probe failed with statuscode: 502');
      say(`The probe on / failed for ${readyWithinMs / 1000} seconds.`);
      throw new OperationFailure(
        'ResourceNotReady',
        `User container did not become ready within ${readyWithinMs / 1000} seconds. ${guide('resourcenotready')}`,
      );
    case 'out-of-quota':
      throw new OperationFailure(
        'OutOfQuota',
        `Not enough quota available for the instance type of deployment '${deployment}'. Current usage/limit: 96/100. Additional needed: 8. ${guide('outofquota')}`,
      );
  }
}
