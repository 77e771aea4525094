// `azureml-release hooks`: wires arguments, Azure, Azure DevOps and report.
import { createArmClient } from '../../../src/adapters/azure-ml/arm/client.ts';
import {
  createEventSubscriptions,
  eventGridApiVersion,
} from '../../../src/adapters/azure-ml/event-subscriptions.ts';
import { hookDoor } from '../../../src/adapters/release-hook/hook-door.ts';
import { isExtensionError } from '../../../src/core/errors/extension-error.ts';
import { type EventHookPorts, deleteOrphans, listEventHooks } from '../../../src/flows/event-hooks.ts';
import type { ExitStatus, ProgramOptions } from '../host.ts';
import { type HooksArguments, parseArguments, usage } from './arguments.ts';
import { jsonReport, openIn, textReport } from './report.ts';
import { credentialFor } from '../azure/sign-in.ts';

export async function runHooks(program: ProgramOptions, argv: readonly string[]): Promise<ExitStatus> {
  const parsed = parseArguments(argv, program);
  if (parsed === 'help') {
    program.writeOut(usage);
    return 0;
  }
  try {
    return await look(program, parsed, portsFor(program, parsed));
  } catch (error) {
    if (!parsed.json || !isExtensionError(error)) throw error;
    const { code, message, remedy } = error;
    program.writeOut(`${JSON.stringify({ error: { code, message, remedy } })}\n`);
    return 2;
  }
}

function portsFor(program: ProgramOptions, parsed: HooksArguments): EventHookPorts {
  const { clock, writeAside } = program;
  const { armUrl, audience, source } = parsed;
  const warning = (line: string): void => writeAside(`${line}\n`);
  const arm = createArmClient({
    connection: { armUrl, audience, subscriptionId: source.subscriptionId },
    credential: credentialFor(parsed, program),
    log: { debug: () => undefined, info: () => undefined, warning },
    clock,
    apiVersion: eventGridApiVersion,
  });
  return { subscriptions: createEventSubscriptions(arm), door: hookDoor, clock };
}

async function look(
  { writeOut, writeAside }: ProgramOptions,
  { action, source, allowed, yes, json }: HooksArguments,
  ports: EventHookPorts,
): Promise<ExitStatus> {
  const found = await listEventHooks(source, allowed, ports);
  const deleted = new Set<string>();
  try {
    if (yes) await deleteOrphans(source, found, ports, ({ name }) => deleted.add(name));
  } catch (error) {
    // What is gone is gone: whoever sees the failure has to see that, too.
    for (const name of deleted) writeAside(`${name} is deleted.\n`);
    throw error;
  }
  const isLeft = !yes && found.hooks.some(({ standing }) => standing === 'orphaned');
  const next = action === 'list' ? "Run 'azureml-release hooks prune --yes'" : 'Add --yes';
  const reported = { ...found, source, deleted };
  writeOut(
    json
      ? jsonReport(reported)
      : textReport(reported, isLeft ? `${next} to delete what was left behind.` : ''),
  );
  return openIn(reported) === 0 ? 0 : 1;
}
