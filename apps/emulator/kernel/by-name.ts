// Named things, found whatever the case of their name.
export class ByName<T extends { readonly name: string }> {
  readonly #things = new Map<string, T>();

  all(): readonly T[] {
    return [...this.#things.values()];
  }

  find(name: string): T | undefined {
    return this.#things.get(name.toLowerCase());
  }

  /** Takes the place of one that has the name. */
  add(thing: T): void {
    this.#things.set(thing.name.toLowerCase(), thing);
  }

  remove(name: string): void {
    this.#things.delete(name.toLowerCase());
  }
}
