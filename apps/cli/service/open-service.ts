// From the flags of a verb to the service that it is about, and what acts on it.
import type { ArmClientOptions } from '../../../src/adapters/azure-ml/arm/options.ts';
import type { FlagValues } from '../../../src/core/command-line/flag.ts';
import { computeTypes, isComputeType, type Target } from '../../../src/core/config/target.ts';
import { isHubHost } from '../../../src/core/plan/targets/edge-target.ts';
import { given } from '../../../src/core/given.ts';
import type { DeployTarget, ServiceRef } from '../../../src/flows/deploy/deploy-target.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import { createTargets } from '../../../src/wiring/deploy-targets.ts';
import { clientOptions } from '../azure/client-options.ts';
import type { ProgramOptions } from '../host.ts';
import { commandOf, invalidFor } from '../model/verb.ts';
import { workspaceOf } from '../model/workspace.ts';
import type { serviceFlags } from './service-flags.ts';

type Values = FlagValues<typeof serviceFlags>;

export interface OpenService {
  readonly ref: ServiceRef;
  readonly target: DeployTarget;
  /** Where it runs. */
  readonly place: Target;
  readonly options: ArmClientOptions;
  /** Files of the project, and what their relative paths start at. */
  readonly files: ProjectFiles;
}

/** @throws CommandArgumentsInvalid */
function placeOf(verb: string, { 'compute-type': type = 'managed' }: Values): Target {
  const lower = type.toLowerCase();
  if (isComputeType(lower)) return computeTypes[lower];
  throw invalidFor(
    verb,
    'service',
  )(`there is no compute type '${type}', only ${Object.keys(computeTypes).join(', ')}`);
}

/** @throws CommandArgumentsInvalid for a module without its hub, or a host that no token may be sent to */
export function hubOf(verb: string, place: Target, { 'iot-hub': hub }: Values): string | undefined {
  const invalid = invalidFor(verb, 'service');
  if (place !== 'iotedge') return undefined;
  if (hub === undefined) throw invalid('--iot-hub is missing');
  if (!isHubHost(hub)) throw invalid(`'${hub}' is no IoT Hub, as example.azure-devices.net`);
  return hub;
}

/** @throws CommandArgumentsInvalid, and what reading the workspace's file throws */
export async function openService(
  verb: string,
  program: ProgramOptions,
  values: Values,
): Promise<OpenService> {
  const { name: service, deployment, path, v: tells } = values;
  if (service === undefined) throw invalidFor(verb, 'service')('--name (-n) is missing');
  const place = placeOf(verb, values);
  const files = program.project.files(path ?? program.project.workingFolder);
  const workspace = await workspaceOf({ group: 'service', verb, values, files, from: program });
  const { subscriptionId } = workspace;
  const command = commandOf(verb, 'service');
  const options = clientOptions(program, { command, values, subscriptionId, tells });
  const target = await createTargets(options)(place);
  const iotHub = hubOf(verb, place, values);
  return { ref: { workspace, service, ...given({ deployment, iotHub }) }, target, place, options, files };
}
