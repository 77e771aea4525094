// What clients asked for and the stack does not know. It is refused loudly and written here, never pretended.

export interface Gap {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly count: number;
}

export class GapList {
  readonly #gaps = new Map<string, Gap>();

  add(service: string, method: string, path: string): void {
    const key = `${service} ${method} ${path}`;
    const count = (this.#gaps.get(key)?.count ?? 0) + 1;
    this.#gaps.set(key, { service, method, path, count });
  }

  entries(): readonly Gap[] {
    return [...this.#gaps.values()];
  }
}
