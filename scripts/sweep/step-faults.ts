// Meets the steps of a roll-out with a fault: each step once, however often the same command begins again.
import type { FaultRule } from '../../apps/emulator/kernel/fault-list.ts';
import type { SweepFault } from './pairs.ts';
import type { DeployRun } from './deploy-run.ts';

const begins = /Step \d+ of \d+: (.*)$/;
const isDone = /Step \d+ of \d+ done/;
const movesTraffic = /^(?:move all traffic|split the traffic|mirror \d)/;

/** More than the client tries by itself: then the run fails. */
const beyondRetries = 6;

/** What the emulator does to the next writes of the endpoint. */
const rules: Readonly<Partial<Record<SweepFault, Pick<FaultRule, 'status' | 'afterEffect'>>>> = {
  'cut before each move of the traffic': { status: 0 },
  'cut after each move of the traffic': { status: 0, afterEffect: true },
  'refused at each move of the traffic': { status: 503 },
};

export interface StepFaults {
  /** To be told of every line that a run prints. */
  readonly onLine: (line: string, run: Pick<DeployRun, 'kill'>) => void;
  /** How many steps were met. */
  readonly met: () => number;
}

/** @param order tells the emulator; it lives in this process, so that the order is there before the step's first write */
export function createStepFaults(
  fault: SweepFault,
  endpoint: string,
  order: (rule: FaultRule) => void,
): StepFaults {
  const met = new Set<string>();
  const rule = rules[fault];
  let step = '';
  return {
    met: () => met.size,
    onLine(line, run) {
      step = begins.exec(line)?.[1] ?? step;
      if (met.has(step)) return;
      if (fault === 'killed after each step in turn' && isDone.test(line)) {
        met.add(step);
        run.kill();
      }
      if (rule === undefined || !begins.test(line) || !movesTraffic.test(step)) return;
      met.add(step);
      order({ method: 'PUT', path: `/onlineEndpoints/${endpoint}`, times: beyondRetries, ...rule });
    },
  };
}
