// `npm start`: from a registered model to a prediction on one machine, with everything real that runs on one.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Addresses } from './addresses.ts';
import { parseArguments, usage, type MainJobArguments } from './arguments.ts';
import { MainJobFailure } from './failure.ts';
import { travel, type Journey } from './journey.ts';
import { measuredTimes } from './measured-times.ts';
import { findPython, prepareTrainingPython } from './python.ts';
import { runCommand } from './run-command.ts';
import { startStack } from './stack.ts';
import { Timeline } from './timeline.ts';
import { tryOutCommands, writeTryOut } from './try-out.ts';

const root = join(import.meta.dirname, '..', '..');
const material = join(import.meta.dirname, 'diabetes');

/** Two floats of one model on one machine agree exactly but for the last digits of their printing. */
const tolerance = 1e-9;

const now = () => performance.now();

async function packageExtension(note: (text: string) => void): Promise<string> {
  const remedy = "Run 'npm ci' first.";
  await runCommand('npm', ['run', '--silent', 'package'], { cwd: root, onLine: note, remedy });
  const dist = join(root, 'dist');
  const vsix = (await readdir(dist)).find((name) => name.endsWith('.vsix'));
  if (vsix === undefined) throw new MainJobFailure(`There is no .vsix in ${dist}.`, "Run 'npm run package'.");
  return join(dist, vsix);
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
}

function describeAddresses(addresses: Addresses, scoringUri: string, folder: string): string {
  const { identity, arm, blob, devops, caFile } = addresses;
  const rows = [
    ['Azure Resource Manager', arm.url],
    ['  workspace', `${arm.workspace} in ${arm.resourceGroup} of ${arm.subscriptionId}`],
    ['Identity', `${identity.authority}/${identity.tenantId} (client ${identity.clientId})`],
    ['Blob storage', blob.url],
    ['Azure DevOps', `${devops.organizationUrl} (project ${devops.project})`],
    ['Scoring', `${scoringUri} (key: listKeys of the endpoint in Azure Resource Manager)`],
    ['Certificate authority', `${caFile} (for NODE_EXTRA_CA_CERTS)`],
    ['Secrets, logs, state', `${folder} (addresses and secrets: stack/addresses.json)`],
  ] as const;
  return rows.map(([name, value]) => `  ${name.padEnd(24)}${value}`).join('\n');
}

async function prepareTryOut(addresses: Addresses, folder: string): Promise<string> {
  await writeTryOut({ addresses, root, project: join(material, 'score'), folder });
  const lines = tryOutCommands(folder).map((command) => `  ${command}`);
  return ['\nTry the command line in another shell:', ...lines].join('\n');
}

function printEnd(journey: Journey, json: boolean): boolean {
  const { prediction, expected } = journey;
  const agree = Math.abs(prediction - expected) <= tolerance * Math.max(1, Math.abs(expected));
  if (json) console.log(JSON.stringify(measuredTimes(journey)));
  else console.log(`prediction: ${prediction} expected: ${expected}`);
  return agree;
}

async function mainJob(options: MainJobArguments, stopAsked: Promise<void>): Promise<boolean> {
  const write = (text: string) => process.stdout.write(text);
  const timeline = new Timeline({ write, now, isTerminal: process.stdout.isTTY });
  const folder = await mkdtemp(join(tmpdir(), 'azureml-model-release-'));
  await mkdir(join(folder, 'stack'));
  const closing: (() => Promise<void>)[] = [];
  let kept = false;
  try {
    const python = await findPython();
    const requirements = join(material, 'requirements.txt');
    const [vsix, trainingPython] = await timeline.step(
      "package the extension, prepare the training's Python",
      (note) => Promise.all([packageExtension(note), prepareTrainingPython(root, requirements, note)]),
    );
    const stack = await timeline.step('start the one-machine stack', () =>
      startStack({
        ...{ root, folder, vsix, python: python.command },
        program: ['--import', 'tsx', join(root, 'apps', 'emulator', 'main.ts')],
        ...(options.record !== undefined && { record: options.record }),
      }),
    );
    closing.unshift(() => stack.process.stop());
    const watcherProgram = join(root, 'dist', 'apps', 'watcher.cjs');
    const journey = await Promise.race([
      travel({ stack, timeline, now, folder, material, trainingPython, watcherProgram }),
      stack.process.unexpectedEnd(),
      stopAsked.then((): never => {
        throw new MainJobFailure('Interrupted.', 'Nothing is left running.');
      }),
    ]);
    closing.unshift(() => journey.watcher.process.stop());
    console.log(`\nTimeline:\n${timeline.summary()}\n`);
    const agree = printEnd(journey, options.json);
    if (options.stay) {
      console.log(
        `\nEverything stays up; Ctrl-C stops it.\n${describeAddresses(stack.addresses, journey.scoringUri, folder)}`,
      );
      console.log(await prepareTryOut(stack.addresses, join(folder, 'try')));
      await Promise.race([stopAsked, stack.process.unexpectedEnd(), journey.watcher.process.unexpectedEnd()]);
    }
    return agree;
  } catch (error) {
    kept = true;
    console.error(`\nLogs and state are kept in ${folder}.`);
    throw error;
  } finally {
    for (const close of closing) await close();
    if (!kept) await rm(folder, { recursive: true, force: true });
  }
}

try {
  const options = parseArguments(process.argv.slice(2));
  if (options.help) console.log(usage);
  else process.exitCode = (await mainJob(options, interrupted())) ? 0 : 1;
} catch (error) {
  if (error instanceof MainJobFailure) console.error(`\n${error.message}\n${error.remedy}`);
  else console.error(error);
  process.exitCode = 1;
}
