// Addresses of container groups: each has a loopback address of its own, because all of them want the same ports.
import { connect, createServer, type Server } from 'node:net';

export class LoopbackAddresses {
  readonly #prefix: string;
  #last = 0;

  /** @param random from 0 up to, not including, 1; stacks on one machine shall not meet */
  constructor(random: () => number) {
    const part = (low: number, count: number) => low + Math.floor(random() * count);
    this.#prefix = `127.${part(64, 128)}.${part(0, 256)}`;
  }

  next(): string {
    this.#last = (this.#last % 254) + 1;
    return `${this.#prefix}.${this.#last}`;
  }
}

/** Passes connections to `ip:port` on to the port of 127.0.0.1 that `target` names; without one they are cut. */
export async function forwardPort(
  ip: string,
  port: number,
  target: () => number | undefined,
): Promise<{ close(): Promise<void> }> {
  const open = new Set<{ destroy(): void }>();
  const server: Server = createServer((incoming) => {
    const to = target();
    if (to === undefined) return void incoming.destroy();
    const outgoing = connect(to, '127.0.0.1');
    for (const socket of [incoming, outgoing]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
    incoming.on('error', () => outgoing.destroy());
    outgoing.on('error', () => incoming.destroy());
    incoming.pipe(outgoing).pipe(incoming);
    return undefined;
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, ip, resolve);
  });
  return {
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
