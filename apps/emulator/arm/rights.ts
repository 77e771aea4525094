// Role assignments of the emulated workspace: who may do what. Tests take rights away and give them back.

export class Rights {
  readonly #holders = new Set<string>();
  readonly #denied = new Map<string, RegExp[]>();

  /** Gives `objectId` every right on everything, like the role Contributor. */
  grant(objectId: string): void {
    this.#holders.add(objectId);
    this.#denied.delete(objectId);
  }

  /** Takes away the actions that `pattern` names (`*` stands for anything), e.g. '*' or '*\/listSecrets/action'. */
  revoke(objectId: string, pattern: string): void {
    const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    const patterns = this.#denied.get(objectId) ?? [];
    this.#denied.set(objectId, [...patterns, new RegExp(`^${escaped}$`, 'i')]);
  }

  /** Whether `objectId` holds any role at all: without one, lists of subscriptions and groups are empty. */
  isHolder(objectId: string): boolean {
    return this.#holders.has(objectId);
  }

  allows(objectId: string, action: string): boolean {
    if (!this.#holders.has(objectId)) return false;
    return !(this.#denied.get(objectId) ?? []).some((pattern) => pattern.test(action));
  }
}
