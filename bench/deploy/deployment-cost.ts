// What one deployment cost, read from the task's log and from the recorded traffic.

export interface DeploymentCost {
  /** Milliseconds of the whole process. */
  readonly total: number;
  /** Without the steps that wait for the service to create, change or answer something. */
  readonly ours: number;
  /** Of the plan. */
  readonly steps: number;
  /** To Azure Resource Manager, without polls. */
  readonly requests: number;
  /** Questions after an operation that is under way. */
  readonly polls: number;
}

const stepLine = /Step (\d+) of (\d+): (\w+(?: all)? \w+)/g;
const doneLine = /Step (\d+) of \d+ done after ([\d.]+) s/g;

/** Steps that are mostly somebody else's time. */
const waiting =
  /^(?:create endpoint|create deployment|update deployment|delete deployment|move all traffic|split the|test )/;

const poll = /\/(?:mfeOperationsStatus|mfeOperationResults|operationsStatus|operationResults|operations)\//i;

interface Line {
  readonly request: { readonly method: string; readonly url: string };
}

/** @param recorded the exchanges, one JSON object a line */
export function deploymentCost(total: number, log: string, recorded: string): DeploymentCost {
  const waits = new Set<string>();
  let steps = 0;
  for (const [, number = '', count = '0', words = ''] of log.matchAll(stepLine)) {
    steps = Number(count);
    if (waiting.test(`${words} `)) waits.add(number);
  }
  let service = 0;
  for (const [, number = '', seconds = '0'] of log.matchAll(doneLine))
    if (waits.has(number)) service += Number(seconds) * 1000;
  const urls = recorded
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as Line).request.url);
  const polls = urls.filter((url) => poll.test(url)).length;
  return { total, ours: total - service, steps, requests: urls.length - polls, polls };
}
