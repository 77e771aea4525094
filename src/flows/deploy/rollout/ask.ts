// Asks the new version and the one now serving the same, one right after the other.
import { judgeAnswer } from '../../../core/deploy/smoke-test.ts';
import { isExtensionError } from '../../../core/errors/extension-error.ts';
import { requestAddress } from '../../../core/no-code/triton-request.ts';
import type { Pair, Sample } from '../../../core/rollout/samples.ts';
import type { ScoringAnswer, ScoringService } from '../../../ports/scoring-service.ts';
import type { ScoringCredential } from '../../../ports/online-endpoints.ts';

export interface Questions {
  readonly uri: string;
  /** Fetched anew when the service refuses it: tokens end. */
  readonly credential: (isStale: boolean) => Promise<ScoringCredential>;
  readonly fresh: string;
  readonly serving: string;
}

/** Nobody answered: the reason, and perhaps only this machine's network. */
interface NoAnswer {
  readonly error: unknown;
}

async function ask(
  scoring: ScoringService,
  { uri: scoringUri, credential }: Questions,
  deployment: string,
  body: string,
): Promise<ScoringAnswer | NoAnswer> {
  const uri = requestAddress(scoringUri, body);
  try {
    const answer = await scoring.score({ uri, credential: await credential(false), deployment, body });
    if (answer.status !== 401) return answer;
    return await scoring.score({ uri, credential: await credential(true), deployment, body });
  } catch (error) {
    if (isExtensionError(error) && error.code === 'SmokeTestNotReachable') return { error };
    throw error;
  }
}

const sampleOf = (answer: ScoringAnswer | NoAnswer): Sample =>
  'error' in answer
    ? { ok: false, milliseconds: 0 }
    : { ok: judgeAnswer(answer).outcome === 'good', milliseconds: answer.milliseconds };

/**
 * One pair of answers.
 *
 * @param turn the first of the two changes from pair to pair, so that neither always comes first
 * @throws SmokeTestNotReachable when neither answers at all: that says nothing about the new one
 */
export async function askBoth(
  scoring: ScoringService,
  questions: Questions,
  body: string,
  turn: number,
): Promise<Pair> {
  const { fresh, serving } = questions;
  const order = turn % 2 === 0 ? [fresh, serving] : [serving, fresh];
  const answers = new Map<string, ScoringAnswer | NoAnswer>();
  for (const name of order) answers.set(name, await ask(scoring, questions, name, body));
  const [one, other] = [answers.get(fresh), answers.get(serving)];
  if (one === undefined || other === undefined) throw new Error('Both were asked.');
  if ('error' in one && 'error' in other) throw one.error;
  return { fresh: sampleOf(one), serving: sampleOf(other) };
}
