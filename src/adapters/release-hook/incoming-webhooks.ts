// Incoming webhooks of an Azure DevOps organization: a signed object starts the YAML pipelines that wait for it.
import { fail } from '../../core/errors/catalogue.ts';
import type { WebhookTarget } from '../../core/firing/target.ts';
import { judgeHookAnswer } from '../../core/relay/hook-answer.ts';
import { webhookPayload } from '../../core/webhook-payload.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FiringTargets } from '../../ports/firing-targets.ts';
import { postSigned } from './signed-post.ts';

export interface IncomingWebhookOptions {
  /** Of the organization, without a trailing slash. */
  readonly url: string;
  /** The secret that a target's variable holds. */
  readonly secretOf: (target: WebhookTarget) => string;
  readonly clock: Clock;
}

/** A webhook that is not there is not about to be made either. */
const longAgo = 0;

/** How long one call may take, in milliseconds. */
const patience = 60_000;

export function createIncomingWebhooks(options: IncomingWebhookOptions): FiringTargets<WebhookTarget> {
  const { url: organization, secretOf, clock } = options;
  return {
    // A webhook can be told something and asked nothing: that it is not there shows when it is called.
    verify: () => Promise.resolve(),

    // Azure DevOps keeps nothing of a call that could be looked up, so a call whose answer is lost is made again.
    find: () => Promise.resolve(undefined),

    async create(target, { key, facts, tags }) {
      const action = `call the incoming webhook '${target.webhook}'`;
      const address = `${organization}/_apis/public/distributedtask/webhooks/${encodeURIComponent(target.webhook)}`;
      const { status } = await postSigned(
        {
          url: `${address}?api-version=6.0-preview`,
          header: target.header,
          secret: secretOf(target),
          body: webhookPayload(key, facts, tags),
        },
        AbortSignal.timeout(patience),
        (reason, cause) => fail('DevOpsNotReachable', { organization, reason }, cause),
      );
      const judged = judgeHookAnswer(status, longAgo, clock.now());
      switch (judged.verdict) {
        case 'taken':
          return { name: target.webhook };
        case 'later':
          throw fail('DevOpsFailed', { action, status, reason: judged.reason });
        case 'unknown':
        case 'never':
          throw fail('DevOpsRejected', { action, status, reason: judged.reason });
      }
    },

    tag: () => Promise.resolve(),
  };
}
