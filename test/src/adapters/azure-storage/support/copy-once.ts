// Copies one file between two containers in a process of its own, so that its memory can be measured and it can be killed.
// Prints the blocks that it sent and its largest memory.
import { subscribe } from 'node:diagnostics_channel';
import * as z from 'zod';
import { createCopyFile } from '../../../../../src/adapters/azure-storage/copy-file.ts';
import { systemClock } from '../../../../../src/adapters/local/clock.ts';

const container = z.object({
  ...{ accountUrl: z.string(), container: z.string() },
  access: z.object({ kind: z.literal('key'), accountName: z.string(), key: z.string() }),
});
const file = z.object({ name: z.string(), size: z.number(), etag: z.string() });
const order = z.object({ from: container, to: container, file });

const { from, to, file: copied } = order.parse(JSON.parse(process.argv[2] ?? ''));

let blocks = 0;
subscribe('http.client.request.start', (message) => {
  const { request } = message as { request: { method: string; path: string } };
  if (request.method === 'PUT' && /[?&]comp=block(&|$)/.test(request.path)) blocks += 1;
});

// The system's own maximum counts what the parent had when this process was made.
let largest = 0;
const look = (): void => {
  largest = Math.max(largest, process.memoryUsage.rss());
};
setInterval(look, 20).unref();

const nobody = { getToken: () => Promise.resolve(null) };
await createCopyFile(nobody, systemClock)(from, copied, to, 'copy');
look();
process.stdout.write(JSON.stringify({ blocks, megabytes: largest / 2 ** 20 }));
