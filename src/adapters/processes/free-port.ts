// Ports of this machine.
import { createServer } from 'node:net';

/** Listens on `port` for a moment; 0 takes a free one. Absent if somebody else has it. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(taken));
    });
  });
}

export const isFree = async (port: number): Promise<boolean> => (await tryPort(port)) !== undefined;

export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new Error('This machine has no free port.');
  return port;
}
