// A deployment by the packaged task against the emulator: our own share of its time, and how many requests it takes.
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Stack, startStack } from '../apps/emulator/stack.ts';
import { registerTwoVersions } from '../test/apps/emulator/support/deploy.ts';
import { connect } from '../test/apps/emulator/support/workspace-client.ts';
import { unpackExtension } from '../test/tasks/support/packaged-task.ts';
import { projectInputs, writeProject } from '../test/tasks/support/scoring-project.ts';
import { runOnStack, workspaceInputs } from '../test/tasks/support/task-on-stack.ts';
import { deploymentCost, type DeploymentCost } from './deploy/deployment-cost.ts';
import { type Measurement, median, rounded } from './measurement.ts';

/** Code files of the first deployment, as the figure asks. */
const codeFiles = 50;
const rounds = 5;

async function projectWith(folder: string, name: string, files: number): Promise<string> {
  const project = await writeProject(folder, name);
  await mkdir(join(project, 'lib'));
  for (let index = 0; index < files; index += 1)
    await writeFile(join(project, 'lib', `part_${index}.py`), `# ${name}\nvalue = ${index}\n`.repeat(40));
  return project;
}

interface Bench {
  readonly stack: Stack;
  readonly folder: string;
  readonly extension: string;
  readonly recordFile: string;
}

async function deploy(
  { stack, folder, extension, recordFile }: Bench,
  project: string,
  inputs: Readonly<Record<string, string>>,
): Promise<DeploymentCost> {
  const before = (await readFile(recordFile, 'utf8').catch(() => '')).length;
  const started = performance.now();
  const run = await runOnStack({ stack, folder, extension }, 'deploy-model', {
    ...{ ...workspaceInputs(stack), modelName: 'weight', ...projectInputs(project), ...inputs },
  });
  const total = performance.now() - started;
  if (run.result !== 'Succeeded') throw new Error(run.output);
  const recorded = (await readFile(recordFile, 'utf8')).slice(before);
  return deploymentCost(total, run.output, recorded);
}

const kinds = ['first', 'warm', 'again'] as const;

function* figures(kind: (typeof kinds)[number], costs: readonly DeploymentCost[]): Iterable<Measurement> {
  const middle = (pick: (cost: DeploymentCost) => number) => median(costs.map(pick));
  yield {
    name: `deploy/${kind}/ours`,
    value: rounded(
      middle(({ ours }) => ours),
      'ms',
    ),
    unit: 'ms',
  };
  yield {
    name: `deploy/${kind}/total`,
    value: rounded(
      middle(({ total }) => total),
      'ms',
    ),
    unit: 'ms',
  };
  for (const name of ['steps', 'requests', 'polls'] as const)
    yield { name: `deploy/${kind}/${name}`, value: middle((cost) => cost[name]), unit: 'calls' };
}

/** First deployment with 50 code files, the next version of the same (warm), and the same once more. */
export async function* deploying(root: string, note: (line: string) => void): AsyncIterable<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-deploy-'));
  const recordFile = join(folder, 'traffic.jsonl');
  const stack = await startStack({
    ...{ cacheDir: join(root, '.cache'), env: process.env, recordFile, log: () => undefined },
  });
  try {
    const bench: Bench = { stack, folder, recordFile, extension: await unpackExtension(folder) };
    await registerTwoVersions(connect(stack));
    const costs: Record<(typeof kinds)[number], DeploymentCost[]> = { first: [], warm: [], again: [] };
    for (let round = 0; round <= rounds; round += 1) {
      note(round === 0 ? 'deploy: warming up' : `deploy: round ${round} of ${rounds}`);
      const project = await projectWith(folder, `round-${round}`, codeFiles);
      const endpointName = `bench-${round}`;
      const first = await deploy(bench, project, { endpointName, modelVersion: '1' });
      const warm = await deploy(bench, project, { endpointName, modelVersion: '2' });
      const again = await deploy(bench, project, { endpointName, modelVersion: '2' });
      // The first round may install the Python packages.
      if (round === 0) continue;
      costs.first.push(first);
      costs.warm.push(warm);
      costs.again.push(again);
    }
    for (const kind of kinds) yield* figures(kind, costs[kind]);
  } finally {
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  }
}
