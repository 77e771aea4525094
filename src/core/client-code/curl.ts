// A request by curl.
import type { CallerOf } from './caller.ts';
import { oneLine, shellWord } from './quote.ts';
import { secretSource } from './secret-variable.ts';

export function curlClient(caller: CallerOf): string {
  const { scoringUri, deployment, request } = caller;
  const { variable, command } = secretSource(caller);
  const headers = [
    `  --header 'Content-Type: application/json'`,
    ...(variable === undefined ? [] : [`  --header "Authorization: Bearer $${variable}"`]),
    ...(deployment === undefined
      ? []
      : [`  --header ${shellWord(`azureml-model-deployment: ${deployment}`)}`]),
  ];
  return [
    ...(command === undefined ? [] : [`# ${variable}=$(${oneLine(command)})`]),
    [
      `curl --fail-with-body --silent --show-error --max-time 180 ${shellWord(scoringUri)}`,
      ...headers,
      `  --data-binary ${shellWord(request)}`,
    ].join(' \\\n'),
    '',
  ].join('\n');
}
