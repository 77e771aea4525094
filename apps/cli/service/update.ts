// `azureml-release service update`: another model version, script or size for a service that is there.
import type { ExitStatus } from '../host.ts';
import { cancellable, type Cancellable } from '../model/cancellable.ts';
import { deployFlags, type DeployLine } from '../model/flags/deploy-flags.ts';
import { carryDeployment, dryRun, requireUpdatable } from '../model/deploy.ts';
import { openSession } from '../model/session.ts';
import { defineVerb, invalidFor } from '../model/verb.ts';

const invalid = invalidFor('update', 'service');

async function runUpdate(program: Cancellable, line: DeployLine): Promise<ExitStatus> {
  const { values } = line;
  const { name: service, 'dry-run': isDry } = values;
  if (service === undefined) throw invalid('--name (-n) is missing');
  if (values.offline)
    throw invalid('--offline supposes that nothing is there, and an update needs a service');
  if (values.file !== undefined) throw invalid('it takes --ic and --dc');
  const session = await openSession(program, 'update', { ...values, v: values.v || !isDry }, 'service');
  if (isDry) return dryRun(program, line, session);
  await requireUpdatable(line, session);
  return carryDeployment(program, line, session, true);
}

export const update = defineVerb({
  group: 'service',
  name: 'update',
  summary: 'bring another model version, script or size to a service that is there: deploy --overwrite',
  example: 'service update -n NAME -m MODEL:VERSION -g RG -w WS --ic FILE --dc FILE [FLAGS]',
  flags: deployFlags,
  run: (program, line) => cancellable(program, (mine) => runUpdate(mine, line)),
});
