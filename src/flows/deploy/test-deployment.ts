// Sends the new deployment one request of its own, before it gets any traffic.
import { judgeAnswer } from '../../core/deploy/smoke-test.ts';
import type { EndpointState } from '../../core/deploy/online-state.ts';
import { fail } from '../../core/errors/catalogue.ts';
import type { ScoringAnswer, ScoringService } from '../../ports/scoring-service.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { DeploymentRef, OnlineEndpoints } from '../../ports/online-endpoints.ts';

/** Attempts while a fresh gateway still says "later": 1 + 2 + 4 + 8 s of patience. */
const attempts = 5;

/** Characters of an answer that a log line shows. */
const shown = 300;

interface TestPorts {
  readonly endpoints: OnlineEndpoints;
  readonly scoring: ScoringService;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * @param body JSON text of the request; without one the test is skipped with a warning
 * @throws SmokeTestFailed when the deployment answers anything but 200
 */
export async function testDeployment(
  ports: TestPorts,
  ref: DeploymentRef,
  endpoint: EndpointState,
  body: string | undefined,
): Promise<void> {
  const { log, clock } = ports;
  if (body === undefined || endpoint.scoringUri === undefined) {
    log.warning(
      `No test request is given, so '${ref.deployment}' gets traffic although nobody has seen it answer. Set 'Test request' to a JSON file.`,
    );
    return;
  }
  const credential = await ports.endpoints.credential(ref.workspace, endpoint);
  const request = { uri: endpoint.scoringUri, credential, deployment: ref.deployment, body };
  let answer: ScoringAnswer | undefined;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    answer = await ports.scoring.score(request);
    const verdict = judgeAnswer(answer);
    if (verdict.outcome === 'good') {
      log.info(`'${ref.deployment}' answered the test request in ${Math.round(answer.milliseconds)} ms.`);
      return;
    }
    if (verdict.outcome === 'bad' || attempt === attempts) break;
    log.info(`'${ref.deployment}' is not ready: ${verdict.reason}; asking again.`);
    await clock.sleep(1000 * 2 ** (attempt - 1));
  }
  throw fail('SmokeTestFailed', {
    endpoint: ref.endpoint,
    deployment: ref.deployment,
    status: answer?.status ?? 0,
    answer: (answer?.reason ?? answer?.body ?? '').slice(0, shown),
  });
}
