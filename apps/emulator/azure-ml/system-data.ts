// Who made and changed a resource, and when: systemData as the service writes it.
import type { Caller } from '../identity/access-token.ts';

export interface SystemData {
  readonly createdAt: string;
  readonly createdBy: string;
  readonly createdByType: 'Application';
  readonly lastModifiedAt: string;
  readonly lastModifiedBy: string;
  readonly lastModifiedByType: 'Application';
}

/** Gives out points of time that never repeat, in the service's form: seven decimals and an offset. */
export class Stamps {
  readonly #now: () => Date;
  #lastMs = 0;
  #ticks = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  next(): string {
    const ms = Math.max(this.#now().getTime(), this.#lastMs);
    // Two events in one millisecond differ in its ten-thousandths (100 ns), the resolution of the service's clock.
    this.#ticks = ms === this.#lastMs ? this.#ticks + 1 : 0;
    this.#lastMs = ms;
    return new Date(ms).toISOString().replace('Z', `${String(this.#ticks).padStart(4, '0')}+00:00`);
  }
}

export function created(at: string, caller: Caller): SystemData {
  return {
    createdAt: at,
    createdBy: caller.clientId,
    createdByType: 'Application',
    lastModifiedAt: at,
    lastModifiedBy: caller.clientId,
    lastModifiedByType: 'Application',
  };
}

export function modified(data: SystemData, at: string, caller: Caller): SystemData {
  return { ...data, lastModifiedAt: at, lastModifiedBy: caller.clientId };
}
