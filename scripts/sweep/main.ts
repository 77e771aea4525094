// `npm run sweep -- [--strategy PART] [--fault PART]`: real roll-outs under faults against the emulator, with real scoring processes.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pairsOf } from './pairs.ts';
import { faultsOf, sentenceOf, tableOf } from './report.ts';
import { runSweep } from './sweep.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { strategy: { type: 'string' }, fault: { type: 'string' } } });
const pairs = pairsOf(values);
if (pairs.length === 0) throw new Error('No pair of a strategy and a fault has such names.');

const began = performance.now();
const reports = await runSweep(root, pairs, (line) => console.error(line));
const faults = faultsOf(reports);
for (const fault of faults) console.error(fault);
console.log(`${tableOf(reports)}\n\n${sentenceOf(reports, (performance.now() - began) / 1000)}`);
process.exit(faults.length === 0 ? 0 : 1);
