// One process of the watcher whose every call of a port stands still until the schedule lets it go on.

export type CallEnd = 'good' | 'fails' | 'answer lost';

export interface PendingCall {
  /** Port and method, e.g. `targets.create`. */
  readonly name: string;
  readonly args: readonly unknown[];
}

interface Waiting extends PendingCall {
  readonly work: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface ScheduledProcess {
  /** `port` with every method a point at which the schedule decides. */
  port<P extends object>(name: string, port: P): P;
  /** The calls that stand still, the oldest first. */
  pending(): readonly PendingCall[];
  /** Lets the oldest of them go on. */
  step(end: CallEnd, fault: () => Error): Promise<void>;
  /** What the process has learned since `forget`, as a text: with equal texts it goes on equally. */
  history(): string;
  forget(): void;
  /** Nothing that stands still goes on any more. */
  kill(): void;
}

/** Lets everything that is in memory settle. */
export const standStill = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createScheduledProcess(): ScheduledProcess {
  let waiting: Waiting[] = [];
  let learned: string[] = [];
  let isAlive = true;

  return {
    port: (name, port) =>
      new Proxy(port, {
        get(target, key, receiver) {
          const member: unknown = Reflect.get(target, key, receiver);
          if (typeof member !== 'function') return member;
          return (...args: unknown[]) =>
            new Promise((resolve, reject) => {
              const work = () => Promise.resolve(Reflect.apply(member, target, args) as unknown);
              if (isAlive) waiting.push({ name: `${name}.${String(key)}`, args, work, resolve, reject });
            });
        },
      }),
    pending: () => waiting,
    async step(end, fault) {
      const call = waiting.shift();
      if (call === undefined) throw new Error('nothing stands still');
      learned.push(`${call.name} ${end}`);
      try {
        const value = end === 'fails' ? undefined : await call.work();
        if (end === 'good') {
          learned.push(JSON.stringify([value]));
          call.resolve(value);
        } else call.reject(fault());
      } catch (error) {
        learned.push(String(error));
        call.reject(error);
      }
      await standStill();
    },
    history: () =>
      `${learned.join(';')} > ${waiting.map(({ name, args }) => name + JSON.stringify(args)).join(';')}`,
    forget() {
      learned = [];
    },
    kill() {
      isAlive = false;
      waiting = [];
    },
  };
}
