// `npm run bench -- rollback`: a version turns bad under traffic; how long until the traffic is back?
import { startSweepStage } from '../scripts/sweep/stage.ts';
import { type Measurement, median, rounded } from './measurement.ts';

/** A canary that stays at its first step long enough to turn bad there. */
const rollout = (first: number): string =>
  `strategy: canary\nsteps: [${first}]\npauseSeconds: 60\nminimumSamples: 120\nmaximumSlowdown: 10\n`;

const rounds = 3;

export async function* rollingBack(root: string, note: (line: string) => void): AsyncGenerator<Measurement> {
  const stage = await startSweepStage(root);
  const times: number[] = [];
  try {
    const lane = await stage.openLane('rollback', 1_000);
    for (let round = 1; round <= rounds; round += 1) {
      lane.newRelease();
      const run = lane.deploy('2', rollout(round * 10));
      await run.printed(/judge '.*' beside '.*' at \d+ % of the traffic/);
      const began = performance.now();
      // From here on every answer is bad: the next one is the first, so what is measured is a little too much.
      lane.control.deploymentFaults.add({ kind: 'failing-answers', deployment: 'v2-' });
      for (;;) {
        const names = Object.keys(await lane.traffic());
        if (names.length === 1) break;
        if (performance.now() - began > 60_000) throw new Error(run.output());
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      times.push(performance.now() - began);
      await run.ended;
      lane.control.deploymentFaults.clear();
      const service = /again after ([\d.]+) s/.exec(run.output())?.[1] ?? 'unknown';
      note(`rollback: ${Math.round(times.at(-1) ?? 0)} ms, of which the write took ${service} s`);
    }
  } finally {
    await stage.close();
  }
  yield {
    name: 'rollback/first-bad-answer-to-traffic-moved',
    value: rounded(median(times), 'ms'),
    unit: 'ms',
  };
  yield { name: 'rollback/slowest', value: rounded(Math.max(...times), 'ms'), unit: 'ms' };
}
