// The hooks that are registered with artifact services, who listens to each, and the secrets that sign their payloads.
import { sameKey, type HookKey } from './hook-key.ts';

/** The release service and the pipeline service keep hooks of their own, with payload URLs of their own. */
export type HookWorld = 'release' | 'pipeline';

export interface Hook {
  /** A GUID; it ends the payload URL. */
  readonly id: string;
  /** `Webhook` and 32 hexadecimal digits. */
  readonly name: string;
  readonly world: HookWorld;
  readonly key: HookKey;
  readonly payloadUrl: string;
}

/** One artifact source of one definition (or pipeline) that wants the hook's events. */
export interface HookSubscription {
  readonly hookId: string;
  readonly definitionId: number;
  readonly alias: string;
  readonly sourceId: string;
  /** What the source was saved with: the last one to leave removes the hook with them. */
  readonly inputs: Readonly<Record<string, string>>;
}

export class HookStore {
  readonly #hooks = new Map<string, Hook>();
  readonly #secrets = new Map<string, string>();
  #subscriptions: readonly HookSubscription[] = [];

  find(world: HookWorld, key: HookKey): Hook | undefined {
    return this.all().find((hook) => hook.world === world && sameKey(hook.key, key));
  }

  byId(world: HookWorld, id: string): Hook | undefined {
    const hook = this.#hooks.get(id.toLowerCase());
    return hook?.world === world ? hook : undefined;
  }

  all(): readonly Hook[] {
    return [...this.#hooks.values()];
  }

  /** Inserts the row. A row of the same key is there already when two saves raced: that one is given back. */
  insert(hook: Hook): Hook {
    const before = this.find(hook.world, hook.key);
    if (before) return before;
    this.#hooks.set(hook.id.toLowerCase(), hook);
    return hook;
  }

  remove(hook: Hook): void {
    this.#hooks.delete(hook.id.toLowerCase());
    this.#secrets.delete(hook.id);
    this.#subscriptions = this.#subscriptions.filter(({ hookId }) => hookId !== hook.id);
  }

  keepSecret(hookId: string, secret: string): void {
    this.#secrets.set(hookId, secret);
  }

  secretOf(hookId: string): string | undefined {
    return this.#secrets.get(hookId);
  }

  subscriptionsOf(hookId: string): readonly HookSubscription[] {
    return this.#subscriptions.filter((subscription) => subscription.hookId === hookId);
  }

  /** Replaces what one definition listens to, and gives the subscriptions that it no longer has. */
  resubscribe(
    world: HookWorld,
    definitionId: number,
    wanted: readonly HookSubscription[],
  ): readonly HookSubscription[] {
    const mine = (each: HookSubscription): boolean =>
      each.definitionId === definitionId && this.byId(world, each.hookId) !== undefined;
    const left = this.#subscriptions
      .filter(mine)
      .filter(({ hookId, alias }) => !wanted.some((each) => each.hookId === hookId && each.alias === alias));
    this.#subscriptions = [...this.#subscriptions.filter((each) => !mine(each)), ...wanted];
    return left;
  }
}
