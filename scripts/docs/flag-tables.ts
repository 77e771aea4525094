// Renders the tables of flags in docs/cli.md from the tables that the command line reads by.
import { deploymentFlags } from '../../apps/cli/model/flags/deployment-flags.ts';
import { inferenceFlags } from '../../apps/cli/model/flags/inference-flags.ts';
import { rolloutFlags } from '../../apps/cli/model/flags/rollout-flags.ts';
import { outputFlag, workspaceFlags } from '../../apps/cli/model/flags/workspace-flags.ts';
import { newVerbs, verbs } from '../../apps/cli/model/verbs.ts';
import { serviceFlags } from '../../apps/cli/service/service-flags.ts';
import { serviceVerbs } from '../../apps/cli/service/verbs.ts';
import type { FlagTable } from '../../src/core/command-line/flag.ts';
import { flagRows } from '../../src/core/command-line/flag-lines.ts';

const table = (flags: FlagTable): string =>
  ['| Flag | Meaning |', '| --- | --- |', ...flagRows(flags)].join('\n');

/** The flags that a verb does not share. */
function own(flags: FlagTable, shared: readonly FlagTable[]): FlagTable {
  const isShared = (name: string) =>
    shared.some((one) => one[name] !== undefined && one[name] === flags[name]);
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !isShared(name)));
}

const sharedByModel = [workspaceFlags, outputFlag, inferenceFlags, deploymentFlags, rolloutFlags];

/** Mark -> the table that belongs there. */
export function flagTables(): ReadonlyMap<string, string> {
  const ofService = Object.keys(workspaceFlags);
  return new Map([
    ['model', table({ ...workspaceFlags, ...outputFlag })],
    ['inference', table(inferenceFlags)],
    ['deployment', table(deploymentFlags)],
    ['rollout', table(rolloutFlags)],
    ...[...verbs, ...newVerbs].map(
      ({ name, flags }) => [`model ${name}`, table(own(flags, sharedByModel))] as const,
    ),
    [
      'service',
      table(Object.fromEntries(Object.entries(serviceFlags).filter(([name]) => !ofService.includes(name)))),
    ],
    ...serviceVerbs.flatMap(({ name, flags }) => {
      const rest = own(flags, [
        ...[serviceFlags, workspaceFlags],
        ...[inferenceFlags, deploymentFlags, rolloutFlags],
      ]);
      return Object.keys(rest).length === 0 ? [] : [[`service ${name}`, table(rest)] as const];
    }),
  ]);
}

/**
 * The page with its tables put between their marks.
 *
 * @throws Error when a mark is missing, or marks what no verb has: the page would be without the table, silently
 */
export function withFlagTables(page: string, tables: ReadonlyMap<string, string> = flagTables()): string {
  const marks = /(<!-- flags of ([\w ]+):begin -->)[\s\S]*?(<!-- flags of \2:end -->)/g;
  const put = new Set<string>();
  const filled = page.replace(marks, (_, begin: string, name: string, end: string) => {
    const rows = tables.get(name);
    if (rows === undefined) throw new Error(`docs/cli.md marks the flags of '${name}', which has none.`);
    put.add(name);
    return `${begin}\n\n${rows}\n\n${end}`;
  });
  const missing = [...tables.keys()].filter((name) => !put.has(name));
  if (missing.length > 0) throw new Error(`docs/cli.md has no marks for the flags of ${missing.join(', ')}.`);
  return filled;
}
