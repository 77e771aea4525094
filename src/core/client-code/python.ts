// A request by Python, with nothing but its standard library.
import type { CallerOf } from './caller.ts';
import { oneLine, stringLiteral } from './quote.ts';
import { secretSource } from './secret-variable.ts';

export function pythonClient(caller: CallerOf): string {
  const { scoringUri, deployment, request } = caller;
  const { variable, command } = secretSource(caller);
  return `import json
import os
import urllib.error
import urllib.request

${command === undefined ? '' : `# ${variable}=$(${oneLine(command)})\n`}headers = {
    "Content-Type": "application/json",
${variable === undefined ? '' : `    "Authorization": "Bearer " + os.environ["${variable}"],\n`}${
    deployment === undefined ? '' : `    "azureml-model-deployment": ${stringLiteral(deployment)},\n`
  }}
body = json.loads(${stringLiteral(request)})

request = urllib.request.Request(
    ${stringLiteral(scoringUri)},
    data=json.dumps(body).encode("utf-8"),
    headers=headers,
)
try:
    with urllib.request.urlopen(request, timeout=180) as answer:
        print(answer.read().decode("utf-8"))
except urllib.error.HTTPError as error:
    # 424: the scoring script failed; 429: too many requests at once; 401: wrong key or token.
    raise SystemExit(f"{error.code}: {error.read().decode('utf-8', 'replace')}")
`;
}
