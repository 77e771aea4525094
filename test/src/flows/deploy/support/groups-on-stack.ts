// A stack with a model of two versions, and deployments of them to container groups by the product's own wiring.
import type { Stack } from '../../../../../apps/emulator/stack.ts';
import { createModelRegistry } from '../../../../../src/adapters/azure-ml/model-registry.ts';
import { systemClock } from '../../../../../src/adapters/local/clock.ts';
import { newKeys } from '../../../../../src/adapters/local/new-keys.ts';
import { createProjectFiles } from '../../../../../src/adapters/local/project-files.ts';
import { deployModel, type DeployReport } from '../../../../../src/flows/deploy/deploy-model.ts';
import type { DeployTarget, ServiceRef } from '../../../../../src/flows/deploy/deploy-target.ts';
import { createTargets, type TargetOptions } from '../../../../../src/wiring/deploy-targets.ts';
import { registerTwoVersions } from '../../../../apps/emulator/support/deploy.ts';
import { connect } from '../../../../apps/emulator/support/workspace-client.ts';
import { createMemoryLog, type MemoryLog } from '../../../../support/memory-log.ts';
import { adapterOptions, workspaceOf } from '../../../../support/stack-connection.ts';
import { startStackAndFolder } from '../../../../support/test-stack.ts';
import { trustAuthority } from '../../../../support/trust-authority.ts';
import { projectInputs, writeProject } from '../../../../tasks/support/scoring-project.ts';

export interface GroupsOnStack {
  readonly stack: Stack;
  readonly target: DeployTarget;
  readonly ref: ServiceRef;
  readonly log: MemoryLog;
  /** What clients of the stack are made with. */
  readonly options: TargetOptions;
  readonly folder: string;
  /** @param files of a project of its own, by name */
  deploy(project: string, version: string, files: Readonly<Record<string, string>>): Promise<DeployReport>;
  close(): Promise<void>;
}

/** Version 1 multiplies by 2, version 2 by 3. */
export async function startGroupsOnStack(service: string): Promise<GroupsOnStack> {
  const { stack, folder, close } = await startStackAndFolder('container-group');
  trustAuthority(stack.caPem);
  const client = connect(stack);
  await registerTwoVersions(client);
  const workspace = workspaceOf(stack);
  const log = createMemoryLog();
  const options = adapterOptions(stack, log);
  const targets = createTargets(options);
  return {
    ...{ stack, log, options, folder, target: await targets('aci'), ref: { workspace, service } },
    async deploy(project, version, files) {
      const path = await writeProject(folder, project, files);
      return deployModel(
        {
          ...{ workspace, model: 'weight', version, service, overwrite: true },
          ...{ lineage: { 'azureml-release.release': project } },
          ...projectInputs(path),
        },
        {
          ...{ registry: createModelRegistry(options), files: createProjectFiles(), target: targets },
          ...{ newKeys, clock: systemClock, log },
        },
      );
    },
    close,
  };
}

/**
 * Sends the group a request, and waits until what its server says of it has reached the workspace's Application Insights:
 * senders collect for some seconds.
 *
 * @returns the instrumentation key that it came with
 */
export async function telemetryKey({ stack, target, ref }: GroupsOnStack): Promise<string> {
  const telemetry = () => stack.control.telemetry.items('RequestData');
  const before = telemetry().length;
  const until = Date.now() + 30_000;
  await target.invoke(ref, '{"x": 2}');
  for (;;) {
    const found = telemetry().find(({ data }, index) => index >= before && data.baseData.name === '/score');
    if (found) return found.iKey;
    if (Date.now() > until) throw new Error(`no telemetry; ${await target.logs(ref, 50)}`);
    await systemClock.sleep(200);
  }
}
