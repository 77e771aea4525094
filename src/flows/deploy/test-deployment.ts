// Sends the new deployment one request of its own, before it gets any traffic.
import { judgeAnswer, wordsOf } from '../../core/deploy/smoke-test.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import { requestAddress } from '../../core/no-code/triton-request.ts';
import type { ConnectTo, ScoringAnswer, ScoringService } from '../../ports/scoring-service.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { ScoringCredential } from '../../ports/online-endpoints.ts';

/** Attempts while a fresh gateway still says "later": 1 + 2 + 4 + 8 s of patience. */
const attempts = 5;

/** Characters of an answer that a log line shows. */
const shown = 300;

export interface TestPorts {
  readonly scoring: ScoringService;
  readonly clock: Clock;
  readonly log: Log;
}

export interface TestPlace {
  readonly service: string;
  readonly deployment: string;
  /** Absent while nothing answers. */
  readonly uri?: string;
  /** Absent where anybody who gets there may ask. */
  readonly credential?: ScoringCredential;
  /** Where it is, where DNS may not know it yet. */
  readonly connectTo?: ConnectTo;
}

/**
 * @param body JSON text of the request; without one the test is skipped with a warning
 * @returns the good answer
 * @throws SmokeTestFailed when the deployment answers anything but 200
 */
export async function testAt(
  ports: TestPorts,
  place: TestPlace,
  body: string | undefined,
): Promise<ScoringAnswer | undefined> {
  const { log, clock } = ports;
  const { service, deployment, uri, credential, connectTo } = place;
  if (body === undefined || uri === undefined) {
    log.warning(
      `No test request is given, so '${deployment}' gets traffic although nobody has seen it answer. Set 'Test request' to a JSON file.`,
    );
    return undefined;
  }
  const request = { uri: requestAddress(uri, body), deployment, body, ...given({ credential, connectTo }) };
  let answer: ScoringAnswer | undefined;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    answer = await ports.scoring.score(request);
    const verdict = judgeAnswer(answer);
    if (verdict.outcome === 'good') {
      log.info(`'${deployment}' answered the test request in ${Math.round(answer.milliseconds)} ms.`);
      return answer;
    }
    if (verdict.outcome === 'bad' || attempt === attempts) break;
    log.info(`'${deployment}' is not ready: ${verdict.reason}; asking again.`);
    await clock.sleep(1000 * 2 ** (attempt - 1));
  }
  throw fail('SmokeTestFailed', {
    endpoint: service,
    deployment,
    status: answer?.status ?? 0,
    answer: wordsOf(answer ?? { body: '' }).slice(0, shown),
  });
}
