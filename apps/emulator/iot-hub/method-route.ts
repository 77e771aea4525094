// Direct methods of a device's agent, as far as they are emulated: ping and GetModuleLogs.
import { z } from 'zod';
import type { Hub } from './hub.ts';
import { hubErrors } from './hub-error.ts';
import type { HubRoute } from './hub-route.ts';

/** The modules of a device and what each has printed; absent for a device that is not connected. */
export type ModuleLogs = (device: string) => Readonly<Record<string, string>> | undefined;

const methodBody = z.strictObject({
  methodName: z.enum(['ping', 'GetModuleLogs']),
  payload: z.unknown(),
  responseTimeoutInSeconds: z.int().min(5).max(300).default(30),
  connectTimeoutInSeconds: z.int().min(0).max(300).default(0),
});

const logsRequest = z.strictObject({
  schemaVersion: z.string().regex(/^1\./),
  items: z.union([z.looseObject({ id: z.string() }), z.array(z.looseObject({ id: z.string() }))]),
  encoding: z.literal('none'),
  contentType: z.literal('text'),
});

const tailOf = (text: string, lines: number | undefined): string =>
  lines === undefined
    ? text
    : text
        .split(/(?<=\n)/)
        .slice(-lines)
        .join('');

function answerLogs(payload: unknown, logs: Readonly<Record<string, string>>): object {
  const read = logsRequest.safeParse(payload);
  if (!read.success) return { status: 400, payload: { message: z.prettifyError(read.error) } };
  const items = [read.data.items].flat();
  const found = items.flatMap(({ id, filter }) => {
    const tail = z.looseObject({ tail: z.int().optional() }).safeParse(filter);
    const names = Object.keys(logs).filter((name) => id === 'all' || new RegExp(id).test(name));
    return names.map((name) => ({
      id: name,
      payloadBytes: null,
      payload: tailOf(logs[name] ?? '', tail.success ? tail.data.tail : undefined),
    }));
  });
  return { status: 200, payload: found };
}

export const methodRoute = (hub: Hub, logsOf: ModuleLogs): HubRoute => ({
  method: 'POST',
  path: '/twins/:device/modules/:module/methods',
  right: 'directMethods/invoke/action',
  handle: ({ params, body }) => {
    const device = hub.device(params['device'] ?? '');
    if (params['module'] !== '$edgeAgent') throw hubErrors.noModule(device.id, params['module'] ?? '');
    const logs = logsOf(device.id);
    if (logs === undefined) throw hubErrors.notOnline(device.id);
    const read = methodBody.safeParse(body);
    if (!read.success) throw hubErrors.invalid(z.prettifyError(read.error));
    const { methodName, payload } = read.data;
    return { body: methodName === 'ping' ? { status: 200, payload: null } : answerLogs(payload, logs) };
  },
});
