// Lets a test crash the server between two steps: the request breaks off there, and what was stored stays stored.

export const crashPoints = [
  'createwebhook:before',
  'createwebhook:after',
  'linkwebhook:after',
  'secret:after',
  'hookRow:after',
  'definition:after',
  'subscriptions:after',
  'unlinkwebhook:after',
  'listwebhook:after',
  'deletewebhook:after',
  'receive:beforeJob',
  'receive:afterJob',
] as const;

export type CrashPoint = (typeof crashPoints)[number];

/** The connection breaks without an answer, as when the process behind it died. */
export class ServerCrash extends Error {
  constructor(point: CrashPoint) {
    super(`The server was told to crash at ${point}.`);
  }
}

export class CrashPlan {
  #next: CrashPoint | undefined;

  /** The next time the point is reached, the server crashes; once. */
  order(point: CrashPoint): void {
    this.#next = point;
  }

  /** Throws ServerCrash when it was ordered here. */
  reach(point: CrashPoint): void {
    if (this.#next !== point) return;
    this.#next = undefined;
    throw new ServerCrash(point);
  }
}
