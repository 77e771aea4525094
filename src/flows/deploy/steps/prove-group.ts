// Waits until a container group answers, and sends it a request of its own.
import { judgeContainers, lastWarnings } from '../../../core/deploy/group-health.ts';
import { exceptionIn, lastWords } from '../../../core/deploy/last-words.ts';
import { judgeAnswer } from '../../../core/deploy/smoke-test.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import { isExtensionError } from '../../../core/errors/extension-error.ts';
import { pollPause, type PollRule } from '../../../core/pace/poll-pause.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { ContainerGroup, ContainerGroups, GroupRef } from '../../../ports/container-groups.ts';
import type { Log } from '../../../ports/log.ts';
import type { ScoringAnswer, ScoringRequest, ScoringService } from '../../../ports/scoring-service.ts';

export interface ProvePorts {
  readonly groups: ContainerGroups;
  readonly scoring: ScoringService;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Proof {
  readonly service: string;
  readonly ref: GroupRef;
  /** Absent while the group has no address. */
  readonly request: (group: ContainerGroup) => ScoringRequest | undefined;
  /** Whether the request is one that the model has to answer; otherwise any answer of its server will do. */
  readonly isTest: boolean;
  /** Until something answers. */
  readonly limitSeconds: number;
}

const looks: PollRule = { firstMs: 500, longestMs: 5000 };

/** Lines of each container's log: enough for a Python traceback with its imports. */
const tail = 100;
/** Characters of an answer that an error shows. */
const shown = 300;

/** The logs help to explain a failure; failing to read them must not hide it. */
export async function groupLogs(
  { groups, log }: Pick<ProvePorts, 'groups' | 'log'>,
  ref: GroupRef,
  containers: readonly { readonly name: string }[],
  lines: number,
): Promise<Readonly<Record<string, string>>> {
  const texts: Record<string, string> = {};
  for (const { name } of containers)
    try {
      texts[name] = await groups.logs(ref, name, lines);
    } catch (error) {
      log.warning(`The log of container '${name}' can not be read: ${String(error)}`);
    }
  return texts;
}

async function explain(ports: ProvePorts, { ref }: Proof, group: ContainerGroup): Promise<string> {
  const texts = await groupLogs(ports, ref, group.containers, tail);
  for (const [name, text] of Object.entries(texts))
    if (text !== '') ports.log.info(`Log of container '${name}' of '${ref.group}':\n${text}`);
  for (const { name, warnings } of group.containers)
    for (const words of warnings)
      ports.log.info(`Warning of container '${name}' of '${ref.group}': ${words}`);
  // What stands in front explains nothing while the model's own container says something.
  return lastWords(texts['scoring'] ?? '') || lastWords(Object.values(texts).join('\n'));
}

/** Absent: nothing answers yet. */
async function ask({ scoring }: ProvePorts, request: ScoringRequest): Promise<ScoringAnswer | undefined> {
  try {
    return await scoring.score(request);
  } catch (error) {
    const isYetToCome = isExtensionError(error) && error.code === 'SmokeTestNotReachable';
    // Waiting does not turn one certificate into another.
    if (!isYetToCome || /certificate/i.test(String(error.values['reason']))) throw error;
    return undefined;
  }
}

/**
 * @returns the group that answered
 * @throws DeploymentFailed when a container keeps ending, or nothing answers in time; SmokeTestFailed when the answer
 *   is not 200; SmokeTestNotReachable when another certificate is shown. The containers' logs went to the log before.
 */
export async function proveGroup(ports: ProvePorts, proof: Proof): Promise<ContainerGroup> {
  const { groups, clock, log } = ports;
  const { ref, service, limitSeconds } = proof;
  const started = clock.now().getTime();
  for (let turn = 0; ; turn++) {
    const group = await groups.get(ref);
    if (!group) throw fail('AzureResourceNotFound', { resource: `containerGroups/${ref.group}` });
    const request = proof.request(group);
    const answer = request && (await ask(ports, request));
    const verdict = answer && judgeAnswer(answer);
    const isUp = verdict?.outcome === 'good' || (!proof.isTest && answer !== undefined && isServer(answer));
    if (answer && isUp) {
      log.info(`'${ref.group}' answered in ${Math.round(answer.milliseconds)} ms.`);
      return group;
    }
    const names = { endpoint: service, deployment: ref.group };
    if (answer && verdict?.outcome === 'bad') {
      const cause = exceptionIn(await explain(ports, proof, group));
      throw fail('SmokeTestFailed', {
        ...{ ...names, status: answer.status, answer: answer.body.trim().slice(0, shown) },
        ...(cause !== undefined && { log: cause }),
      });
    }
    const isLate = clock.now().getTime() - started > limitSeconds * 1000;
    // The request may have taken long: probes say something else since.
    const now = (isLate ? await groups.get(ref) : undefined) ?? group;
    const health = judgeContainers(now.containers);
    if (health.outcome === 'failed' || isLate) {
      const words = await explain(ports, proof, now);
      const reason =
        health.outcome === 'failed'
          ? health.reason
          : `it did not answer in ${limitSeconds} s${lastWarnings(now.containers)}`;
      throw fail('DeploymentFailed', { ...names, reason, log: words });
    }
    await clock.sleep(pollPause(turn, looks));
  }
}

/** Anything but a refusal of the key, or the proxy's word that there is nobody behind it yet. */
const isServer = ({ status }: ScoringAnswer): boolean => status !== 401 && status < 500;
