// Saves a definition or a pipeline together with its web hooks: hooks are registered first, abandoned ones go last.
import type { Organization } from '../organization.ts';
import { lookupContext } from '../releases/create-release.ts';
import { ServerCrash } from '../webhooks/crash-points.ts';
import { registerHook, unregisterHook, type HookSurroundings } from '../webhooks/hook-life-cycle.ts';
import type { Hook, HookSubscription, HookWorld } from '../webhooks/hook-store.ts';
import { hookSourceOf, type TriggeredSource } from './triggered-sources.ts';

export interface SaveOrder<T> {
  readonly world: HookWorld;
  /** Undefined for what is saved for the first time. */
  readonly id: number | undefined;
  readonly sources: readonly TriggeredSource[];
  /** Throws when the store would refuse, before any hook is made. */
  readonly check: () => void;
  /** Stores it and gives its id. */
  readonly store: () => { readonly id: number; readonly saved: T };
}

function surroundingsOf(organization: Organization): HookSurroundings {
  const paths = { release: 'Release/receiveExternalEvent', pipeline: 'public/distributedtask/webhooks' };
  const query = { release: '', pipeline: '?api-version=6.0-preview' };
  return {
    hooks: organization.hooks,
    lookup: lookupContext(organization),
    projectId: organization.project.id,
    payloadUrl: (world, id) => `${organization.url()}/_apis/${paths[world]}/${id}${query[world]}`,
    switches: () => organization.switches,
    crashes: organization.crashes,
    log: organization.log,
  };
}

export class HookSaver {
  readonly #organization: Organization;
  #last: Promise<unknown> = Promise.resolve();

  constructor(organization: Organization) {
    this.#organization = organization;
  }

  /** Saves; the artifact service's refusal is the save's own error, and then nothing is saved. */
  async save<T>(order: SaveOrder<T>): Promise<T> {
    return this.#inTurn(() => this.#save(order));
  }

  /** Takes a deleted definition off its hooks, after `remove` has taken it out of its store. */
  async remove(world: HookWorld, id: number, remove: () => void): Promise<void> {
    return this.#inTurn(async () => {
      remove();
      this.#organization.crashes.reach('definition:after');
      await this.#leave(this.#organization.hooks.resubscribe(world, id, []));
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#organization.switches.webhookSavesInTurn) return work();
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #save<T>({ world, id, sources, check, store }: SaveOrder<T>): Promise<T> {
    const { hooks, crashes } = this.#organization;
    check();
    const registered: { readonly hook: Hook; readonly source: TriggeredSource }[] = [];
    let stored: ReturnType<typeof store>;
    try {
      for (const source of sources)
        registered.push({ hook: await this.#register(world, id, source), source });
      check();
      stored = store();
    } catch (error) {
      // Whoever has crashed takes nothing back.
      if (!(error instanceof ServerCrash)) await this.#undo(registered);
      throw error;
    }
    crashes.reach('definition:after');
    const wanted = registered.map(({ hook, source }): HookSubscription => ({
      hookId: hook.id,
      definitionId: stored.id,
      alias: source.alias,
      sourceId: source.sourceId,
      inputs: source.inputs,
    }));
    const left = hooks.resubscribe(world, stored.id, wanted);
    crashes.reach('subscriptions:after');
    await this.#leave(left);
    return stored.saved;
  }

  async #register(world: HookWorld, id: number | undefined, source: TriggeredSource): Promise<Hook> {
    const { hooks } = this.#organization;
    return registerHook(surroundingsOf(this.#organization), world, source, (hook) =>
      hooks.subscriptionsOf(hook.id).some(({ definitionId }) => definitionId === id),
    );
  }

  /** A save that fails after some of its hooks were made takes back those that nobody else listens to. */
  async #undo(
    registered: readonly { readonly hook: Hook; readonly source: TriggeredSource }[],
  ): Promise<void> {
    const { hooks } = this.#organization;
    for (const { hook, source } of registered)
      if (hooks.subscriptionsOf(hook.id).length === 0)
        await unregisterHook(surroundingsOf(this.#organization), source, hook);
  }

  async #leave(left: readonly HookSubscription[]): Promise<void> {
    const { hooks, log } = this.#organization;
    for (const subscription of left) {
      const hook = hooks.all().find(({ id }) => id === subscription.hookId);
      if (!hook) continue;
      try {
        const source = hookSourceOf(this.#organization, hook.key.artifactType, subscription.inputs);
        await unregisterHook(surroundingsOf(this.#organization), source, hook);
      } catch (error) {
        if (error instanceof ServerCrash) throw error;
        log(`The web hook ${hook.name} could not be removed: ${error instanceof Error ? error.message : ''}`);
        if (hooks.subscriptionsOf(hook.id).length === 0) hooks.remove(hook);
      }
    }
  }
}
