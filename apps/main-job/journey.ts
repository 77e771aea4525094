// The road itself: from a registered model to a prediction.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { connectAzure } from './azure.ts';
import { connectAzureDevOps, type FinishedTask } from './azure-devops.ts';
import { MainJobFailure } from './failure.ts';
import { runCommand } from './run-command.ts';
import type { Stack } from './stack.ts';
import type { Timeline } from './timeline.ts';
import { Watcher } from './watcher.ts';

export interface JourneyOptions {
  readonly stack: Stack;
  readonly timeline: Timeline;
  /** Monotonic, in milliseconds: the timeline's clock. */
  readonly now: () => number;
  readonly folder: string;
  /** The folder apps/main-job/diabetes of the project. */
  readonly material: string;
  readonly trainingPython: string;
  readonly watcherProgram: string;
}

export interface Journey {
  readonly watcher: Watcher;
  readonly prediction: number;
  readonly expected: number;
  readonly scoringUri: string;
  readonly releaseName: string;
  readonly tasks: readonly FinishedTask[];
  /** Times of the timeline's clock. */
  readonly registeredAt: number;
  readonly seenAt: number;
  readonly firedAt: number;
  readonly predictedAt: number;
}

const model = 'diabetes';
const endpoint = 'diabetes';
const alias = '_diabetes';
const pipeline = 'Deploy diabetes';

/** Strength of the regularisation: the second model is visibly better (R² 0.37 after 0.14). */
const alphas: Readonly<Record<string, number>> = { '1': 10, '2': 0.1 };

const trained = z.object({ alpha: z.number(), r2: z.number() });
const answered = z.object({ predictions: z.tuple([z.number()]) });

export async function travel(options: JourneyOptions): Promise<Journey> {
  const { stack, timeline, folder, material, now } = options;
  const azure = connectAzure(stack);
  const devops = await connectAzureDevOps(stack.addresses);
  const requestFile = join(material, 'score', 'request.json');
  // The watcher and Azure DevOps tell wall-clock times; the timeline's clock is monotonic.
  const offset = now() - Date.now();
  const python = (script: string, ...args: string[]) =>
    runCommand(options.trainingPython, [join(material, script), ...args], {
      remedy: 'Delete .cache and try again.',
    });

  const trainAndRegister = async (version: string): Promise<number> => {
    const modelFolder = join(folder, `model-${version}`);
    const { r2 } = await timeline.step(`train version ${version}`, async () =>
      trained.parse(JSON.parse(await python('train.py', String(alphas[version]), modelFolder))),
    );
    await timeline.step(`register ${model}:${version} (R² ${r2})`, () =>
      azure.register({
        name: model,
        version,
        file: join(modelFolder, 'model.joblib'),
        tags: { r2: String(r2) },
      }),
    );
    return now();
  };

  await trainAndRegister('1');
  await timeline.step(`create release pipeline '${pipeline}' with artifact source ${alias}`, () =>
    devops.createReleasePipeline({
      ...{ name: pipeline, alias, model, endpoint, connection: 'azureml-federated' },
      scoreFolder: join(material, 'score'),
    }),
  );
  const watcher = await Watcher.start({
    addresses: stack.addresses,
    program: options.watcherProgram,
    ...{ folder, model, alias, definition: pipeline },
  });
  try {
    await timeline.step('watcher starts, records version 1 and fires nothing', () =>
      watcher.event('baseline'),
    );
    const registeredAt = await trainAndRegister('2');
    const seen = await timeline.step('watcher sees version 2', () => watcher.event('seen', '2'));
    const fired = await timeline.step('watcher fires', () => watcher.event('fired', '2'));
    const releaseName = fired.name ?? '';
    timeline.happened(
      `${releaseName} created because ${fired.reason ?? ''}`,
      Date.parse(fired.time) + offset,
    );
    const tasks = await timeline.step(`${releaseName} runs the tasks of the .vsix`, (note) =>
      devops.waitForRelease(fired.id ?? 0, note),
    );
    for (const task of tasks)
      timeline.happened(`task '${task.name}'`, task.startedAt.getTime() + offset, task.milliseconds);
    refuseFailedTasks(tasks);
    const { scoringUri, answer } = await timeline.step(
      `ask endpoint '${endpoint}' for a prediction`,
      async () => azure.score(endpoint, await readFile(requestFile, 'utf8')),
    );
    const [prediction] = answered.parse(JSON.parse(answer)).predictions;
    const predictedAt = now();
    const expected = await timeline.step('ask the model itself, outside the service', async () =>
      Number(await python('predict.py', join(folder, 'model-2'), requestFile)),
    );
    const seenAt = Date.parse(seen.time) + offset;
    const firedAt = Date.parse(fired.time) + offset;
    return {
      watcher,
      prediction,
      expected,
      scoringUri,
      releaseName,
      tasks,
      registeredAt,
      seenAt,
      firedAt,
      predictedAt,
    };
  } catch (error) {
    await watcher.process.stop();
    throw error;
  }
}

function refuseFailedTasks(tasks: readonly FinishedTask[]): void {
  const failed = tasks.find(({ succeeded }) => !succeeded);
  if (failed)
    throw new MainJobFailure(`Task '${failed.name}' failed. Its log:\n${failed.log}`, 'Mend what it names.');
}
