// A twin: desired and reported properties with their versions, changed by patches in which null removes.
import { randomBytes } from 'node:crypto';

export type Properties = Readonly<Record<string, unknown>>;

interface Section {
  readonly value: Properties;
  readonly version: number;
  readonly updated: Date;
}

const isTree = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `patch` laid over `value`: null removes a member, an object goes deeper, everything else replaces. */
export function patched(value: Properties, patch: Properties): Properties {
  const result: Record<string, unknown> = { ...value };
  for (const [name, item] of Object.entries(patch)) {
    const own = result[name];
    if (item === null) Reflect.deleteProperty(result, name);
    else result[name] = isTree(item) ? patched(isTree(own) ? own : {}, item) : item;
  }
  return result;
}

/** An ETag as IoT Hub writes them: base64 without quotes. */
export const newEtag = (): string => randomBytes(6).toString('base64');

const dated = ({ value, version, updated }: Section) => ({
  ...value,
  $metadata: { $lastUpdated: updated.toISOString() },
  $version: version,
});

export class Twin {
  etag = newEtag();
  version = 1;
  #desired: Section;
  #reported: Section;

  constructor(now: Date) {
    this.#desired = { value: {}, version: 1, updated: now };
    this.#reported = { value: {}, version: 1, updated: now };
  }

  get desired(): Properties {
    return this.#desired.value;
  }

  get desiredVersion(): number {
    return this.#desired.version;
  }

  get reported(): Properties {
    return this.#reported.value;
  }

  setDesired(value: Properties, now: Date): void {
    this.#desired = { value, version: this.#desired.version + 1, updated: now };
    this.touch();
  }

  report(value: Properties, now: Date): void {
    this.#reported = { value, version: this.#reported.version + 1, updated: now };
    this.version += 1;
  }

  /** Reported properties change no ETag: only what a service writes does. */
  touch(): void {
    this.etag = newEtag();
    this.version += 1;
  }

  properties(): object {
    return { desired: dated(this.#desired), reported: dated(this.#reported) };
  }
}
