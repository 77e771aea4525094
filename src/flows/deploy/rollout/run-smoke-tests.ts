// Sends a new deployment its smoke tests and holds the answers against what is expected.
import { differenceOf } from '../../../core/rollout/compare-answers.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import type { CheckAnswer } from '../../../ports/answer-check.ts';
import type { ScoringAnswer } from '../../../ports/scoring-service.ts';
import { testAt, type TestPlace, type TestPorts } from '../test-deployment.ts';
import type { SmokeTest } from './smoke-test.ts';

export interface SmokeTestPorts extends TestPorts {
  readonly check: CheckAnswer;
}

/** What is wrong with the answer, in words; absent when it is right. */
async function faultOf(
  check: CheckAnswer,
  test: SmokeTest,
  answer: ScoringAnswer,
): Promise<string | undefined> {
  if (test.expected !== undefined) {
    const difference = differenceOf(test.expected, answer.body, test.tolerance);
    if (difference !== undefined) return difference;
  }
  if (test.check === undefined) return undefined;
  const { status, body, milliseconds } = answer;
  const { command, folder } = test.check;
  const result = await check(command, { request: test.request, status, body, milliseconds }, folder);
  return result.isRight ? undefined : result.words;
}

/** @throws SmokeTestFailed, SmokeTestWrong, SmokeTestNotReachable */
export async function runSmokeTests(
  ports: SmokeTestPorts,
  place: TestPlace,
  tests: readonly SmokeTest[],
): Promise<void> {
  if (tests.length === 0) await testAt(ports, place, undefined);
  for (const test of tests) {
    const answer = await testAt(ports, place, test.request);
    const fault = answer && (await faultOf(ports.check, test, answer));
    if (fault === undefined) continue;
    const { service: endpoint, deployment } = place;
    throw fail('SmokeTestWrong', { endpoint, deployment, test: test.name, reason: fault });
  }
}
