// A run of a registry's Tasks, followed to its end; its log is read from where the service keeps it.
import * as z from 'zod';
import { lastBuildWords } from '../../core/deploy/last-words.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { pollPause, type PollRule } from '../../core/pace/poll-pause.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { ArmCalls } from './arm-calls.ts';

const outputImage = z.object({ repository: z.string().nullish(), tag: z.string().nullish() });
export type OutputImage = z.infer<typeof outputImage>;

export const runShape = z.object({
  properties: z.object({
    runId: z.string(),
    status: z.string().default('Queued'),
    runErrorMessage: z.string().nullish(),
    outputImages: z.array(outputImage).nullish(),
  }),
});

const logShape = z.object({ logLink: z.string().nullish() });

export interface FollowPorts {
  readonly tasks: ArmCalls;
  /** Reads the text at an address that carries its own signature; absent if there is none yet. */
  readonly readText: (url: string) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly log: Log;
}

const isUnderWay = (status: string): boolean => /^(?:queued|started|running)$/i.test(status);

const polls: PollRule = { firstMs: 1000, longestMs: 10_000 };

/** Lines of a failed build that the user sees. */
const shownLines = 60;

/** The log explains a failure; failing to read it must not hide that. */
async function readLog({ tasks, readText, log }: FollowPorts, run: string): Promise<string> {
  try {
    const { logLink } = await tasks.post(`${run}/listLogSasUrl`, undefined, logShape);
    return (logLink && (await readText(logLink))) ?? '';
  } catch (error) {
    log.warning(`The build log can not be read: ${error instanceof Error ? error.message : String(error)}`);
    return '';
  }
}

const last = (text: string, count: number): string => text.trimEnd().split('\n').slice(-count).join('\n');

/**
 * Waits until the run has ended.
 *
 * @param run ARM id
 * @param image what it builds, for messages
 * @throws ImageBuildFailed, after the build log went to the log; AzureResourceNotFound
 */
export async function followRun(ports: FollowPorts, run: string, image: string): Promise<void> {
  const { tasks, clock, log } = ports;
  const started = clock.now().getTime();
  let shown = '';
  for (let turn = 0; ; turn++) {
    const found = await tasks.get(run, runShape);
    if (!found) throw fail('AzureResourceNotFound', { resource: run });
    const { status, runErrorMessage } = found.properties;
    const seconds = Math.round((clock.now().getTime() - started) / 1000);
    if (status !== shown) log.info(`Build of ${image}: ${status} (${seconds} s)`);
    shown = status;
    if (isUnderWay(status)) {
      await clock.sleep(pollPause(turn, polls));
      continue;
    }
    if (/^succeeded$/i.test(status)) return;
    const text = await readLog(ports, run);
    if (text !== '') log.info(`Log of the build of ${image}:\n${last(text, shownLines)}`);
    const reason = runErrorMessage ?? `the run ended as ${status}`;
    throw fail('ImageBuildFailed', {
      image,
      reason: reason.replace(/[\s.]+$/, ''),
      log: lastBuildWords(text),
    });
  }
}
