// `npm run sweep -- [--rounds N] [--first N]`: real roll-outs under faults against the emulator, with real scoring processes.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runSweep } from './sweep.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { rounds: { type: 'string' }, first: { type: 'string' } } });
const whole = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} must be a whole number from 1.`);
  return value;
};

const figures = await runSweep(
  root,
  { count: whole('rounds', values.rounds ?? '20'), first: whole('first', values.first ?? '1') },
  (line) => console.error(line),
);
const wrong = figures.rounds.filter((report) => report.wrong !== undefined);
console.log(
  `${figures.rounds.length} roll-outs, ${wrong.length} wrong; ${figures.sent} requests, ${figures.failed} failed, ` +
    `${figures.metBadVersion} met a bad version before it was taken back, worst gap ${Math.round(figures.worstGapMs)} ms`,
);
process.exit(wrong.length === 0 && figures.failed === 0 ? 0 : 1);
