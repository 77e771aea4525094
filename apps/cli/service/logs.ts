// `azureml-release service logs`: the last lines of a deployment's containers.
import { number } from '../../../src/core/command-line/flag.ts';
import { requireService } from '../../../src/flows/service/require-service.ts';
import { defineVerb, invalidFor } from '../model/verb.ts';
import { openService } from './open-service.ts';
import { serviceFlags } from './service-flags.ts';

/** v1 gave 5,000 lines unless told otherwise; nobody reads so many on a terminal. */
const usualLines = 100;
/** More the service does not hand out. */
const mostLines = 10_000;

export const logs = defineVerb({
  group: 'service',
  name: 'logs',
  summary: "the last lines of a deployment's containers",
  example: 'service logs -n NAME -g RG -w WS [--deployment NAME] [--tail 200]',
  flags: {
    ...serviceFlags,
    tail: number('LINES', `lines of each container; default: ${usualLines}`, 'l num-lines'),
  },
  async run(program, { values }) {
    const { tail = usualLines } = values;
    if (!Number.isInteger(tail) || tail < 1 || tail > mostLines)
      throw invalidFor('logs', 'service')(`--tail is 1 to ${mostLines} lines, and not '${tail}'`);
    const { target, ref } = await openService('logs', program, values);
    await requireService(target, ref);
    const text = await target.logs(ref, tail);
    program.writeOut(text === '' || text.endsWith('\n') ? text : `${text}\n`);
    return 0;
  },
});
