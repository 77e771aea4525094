// Replaces what runs in a container group, and puts the earlier containers back when the new ones fail.
import { contentTag } from '../../../core/deploy/content-tag.ts';
import { fillRequest } from '../../../core/plan/bindings.ts';
import type { PlanStep } from '../../../core/plan/plan.ts';
import { frameTag } from '../../../core/plan/targets/container-group-tags.ts';
import { restoredGroup } from '../../../core/plan/targets/restored-group.ts';
import type { ContainerGroup, ContainerGroups, GroupRef } from '../../../ports/container-groups.ts';
import { retryLater } from '../../retry-later.ts';
import type { StepContext } from '../deploy-target.ts';
import { untilSettled } from './settled-group.ts';

const propertiesOf = (body: object): object => Reflect.get(body, 'properties') as object;

/** The body with the registry's key in it, and nowhere else: a user's own text in braces stays as it is. */
export function withRegistryKey({ request }: PlanStep, { bindings }: StepContext): object {
  const { body = {} } = request;
  const properties = propertiesOf(body);
  const credentials: unknown = Reflect.get(properties, 'imageRegistryCredentials');
  const filled = fillRequest({ ...request, body: { credentials } }, bindings).body;
  return {
    ...body,
    properties: {
      ...properties,
      imageRegistryCredentials: Reflect.get(filled ?? {}, 'credentials') as unknown,
    },
  };
}

/** One of ours that was never tested is what an earlier run left behind; of another's nobody knows. */
const isProven = ({ provisioningState, tags }: ContainerGroup): boolean =>
  /^succeeded$/i.test(provisioningState) && (tags[frameTag] === undefined || tags[contentTag] !== undefined);

/** What served before this run, from the moment on at which it is touched. */
export class EarlierGroups {
  /** Undefined: nothing that had proved itself was there. */
  readonly #kept = new WeakMap<StepContext['bindings'], ContainerGroup | undefined>();
  readonly #groups: ContainerGroups;
  readonly #random: () => number;

  /** @param random in [0, 1) */
  constructor(groups: ContainerGroups, random: () => number) {
    this.#groups = groups;
    this.#random = random;
  }

  /** Call before each step that touches the group. */
  async keep(ref: GroupRef, { bindings }: StepContext): Promise<void> {
    if (this.#kept.has(bindings)) return;
    const found = await this.#groups.get(ref);
    this.#kept.set(bindings, found && isProven(found) ? found : undefined);
  }

  /**
   * Runs `work`; when it fails, puts the earlier containers back and lets the failure pass on. Failing to do so is said, and
   * never hides the first failure.
   */
  async guard(ref: GroupRef, context: StepContext, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.#restore(ref, context);
      throw error;
    }
  }

  /** What failed may have been the answer alone: the service then still works on it, and refuses everything else. */
  async #putBack(
    ref: GroupRef,
    { clock }: StepContext,
    earlier: ContainerGroup,
    body: object,
  ): Promise<void> {
    await untilSettled(this.#groups, ref, { clock });
    const now = await this.#groups.get(ref);
    if (now && now.tags[frameTag] !== earlier.tags[frameTag]) await this.#groups.delete(ref);
    await this.#groups.put(ref, body);
  }

  async #restore(ref: GroupRef, context: StepContext): Promise<void> {
    const { log, plan, bindings } = context;
    const earlier = this.#kept.get(bindings);
    const put = plan.steps.find(({ kind }) => kind === 'create-container-group');
    if (!earlier || !put) return;
    const planned = withRegistryKey(put, context);
    const restored = restoredGroup(earlier.body, planned);
    if (!restored) {
      log.warning(
        `'${ref.group}' failed and can not be put back: its keys and its certificate stand in no file of this run. Deploy the earlier files again.`,
      );
      return;
    }
    const secrets = restored.isWhole ? '' : ', with the keys, the certificate and the telemetry of this run';
    log.warning(`'${ref.group}' failed: the containers that served before are put back${secrets}.`);
    try {
      await retryLater({ ...context, random: this.#random }, () =>
        this.#putBack(ref, context, earlier, restored.body),
      );
      log.warning(`'${ref.group}' runs the containers again that served before.`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warning(`'${ref.group}' could not be put back: ${reason}`);
    }
  }
}
