// The main job's command line.
import { parseArgs } from 'node:util';
import { MainJobFailure } from './failure.ts';

export const usage = `npm start [-- --stay] [-- --record FILE] [-- --json]

  --stay         keep the stack and the watcher up afterwards and print every address; Ctrl-C stops them
  --record FILE  write every Azure Resource Manager exchange to FILE, one JSON object a line
  --json         print the measured times as the last line instead of the prediction
  --help         this text
`;

export interface MainJobArguments {
  readonly stay: boolean;
  readonly json: boolean;
  readonly help: boolean;
  readonly record?: string;
}

export function parseArguments(argv: readonly string[]): MainJobArguments {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        stay: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        record: { type: 'string' },
      },
    });
    const { record, ...flags } = values;
    return { ...flags, ...(record !== undefined && { record }) };
  } catch (error) {
    const problem = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw new MainJobFailure(`${problem}.`, `Usage: ${usage}`, error);
  }
}
