// The variables of one job: names ignore case, secrets stay secret, $(name) is expanded.

export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  readonly readOnly: boolean;
}

/** The agent gives up on values that refer to each other deeper than this. */
const maxDepth = 50;

/** As the agent turns a name into an environment variable's: blanks and dots become _, all upper case. */
export function environmentName(name: string): string {
  return name.replace(/[ .]/g, '_').toUpperCase();
}

export class Variables {
  readonly #byName = new Map<string, Variable>();

  constructor(initial: readonly Variable[] = []) {
    for (const variable of initial) this.#byName.set(variable.name.toLowerCase(), variable);
  }

  /** Once secret, a variable stays secret. */
  set(name: string, value: string, options: { secret?: boolean; readOnly?: boolean } = {}): void {
    const before = this.#byName.get(name.toLowerCase());
    this.#byName.set(name.toLowerCase(), {
      name: before?.name ?? name,
      value,
      secret: options.secret === true || before?.secret === true,
      readOnly: options.readOnly === true || before?.readOnly === true,
    });
  }

  /** The value with the variables in it expanded; undefined when there is no such variable. */
  get(name: string): string | undefined {
    const variable = this.#byName.get(name.toLowerCase());
    return variable === undefined ? undefined : this.#expand(variable.value, [name.toLowerCase()]);
  }

  isReadOnly(name: string): boolean {
    return this.#byName.get(name.toLowerCase())?.readOnly === true;
  }

  isTrue(name: string): boolean {
    return /^(true|1|\$true)$/i.test(this.get(name) ?? '');
  }

  /** Replaces every $(name) that is known; the others stay as they are. */
  expand(text: string): string {
    return this.#expand(text, []);
  }

  #expand(text: string, within: readonly string[]): string {
    if (within.length > maxDepth) return text;
    return text.replace(/\$\(([^()]+)\)/g, (macro, name: string) => {
      const key = name.toLowerCase();
      const variable = this.#byName.get(key);
      if (variable === undefined || within.includes(key)) return macro;
      return this.#expand(variable.value, [...within, key]);
    });
  }

  /** All variables, expanded. */
  all(): readonly Variable[] {
    return [...this.#byName.values()].map((variable) => ({
      ...variable,
      value: this.get(variable.name) ?? '',
    }));
  }
}
