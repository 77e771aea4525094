// Makes the ordered faults on a server: before a call has its effect, or to its answer.
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { FaultList, FaultRule, TakenFault } from './fault-list.ts';
import type { App } from './https-server.ts';
import type { Time } from './time.ts';

export interface FaultAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface FaultHookOptions {
  readonly faults: FaultList;
  readonly time: Pick<Time, 'wait'>;
  /** Calls that no fault hits, such as those that order faults. */
  readonly isExempt: (request: FastifyRequest) => boolean;
  /** A refusal with the status of the rule, as the service writes it. */
  readonly refusal: (rule: FaultRule & { readonly status: number }) => FaultAnswer;
}

/** Half of the payload, and then the end of the connection; the length that was announced is that of the whole. */
function tornStream(payload: string): Readable {
  return Readable.from(
    (async function* () {
      yield payload.slice(0, Math.ceil(payload.length / 2));
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('torn as ordered');
    })(),
  );
}

const hasStatus = (rule: FaultRule): rule is FaultRule & { readonly status: number } =>
  rule.status !== undefined && rule.status !== 0;

export function addFaultHooks(app: App, { faults, time, isExempt, refusal }: FaultHookOptions): void {
  const taken = new WeakMap<FastifyRequest, TakenFault>();

  app.addHook('onRequest', async (request, reply) => {
    if (isExempt(request)) return;
    const fault = faults.take(request.method, request.url);
    if (!fault) return;
    const { rule, kept } = fault;
    if (kept) return reply.status(kept.status).type(kept.type).send(kept.payload);
    if (rule.afterEffect === true || rule.torn === true || fault.keep) {
      taken.set(request, fault);
      return;
    }
    if (rule.delayMs) await time.wait(rule.delayMs);
    if (rule.status === 0) {
      request.raw.socket.destroy();
      return reply.hijack();
    }
    if (!hasStatus(rule)) return;
    const { status, headers, body } = refusal(rule);
    return reply.status(status).headers(headers).send(body);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const fault = taken.get(request);
    if (!fault) return payload;
    taken.delete(request);
    const { rule, keep } = fault;
    const text = typeof payload === 'string' ? payload : '';
    keep?.({
      status: reply.statusCode,
      type: String(reply.getHeader('content-type') ?? 'application/json'),
      payload: text,
    });
    if (rule.torn === true && text !== '') {
      void reply.header('content-length', String(Buffer.byteLength(text)));
      return tornStream(text);
    }
    if (rule.afterEffect !== true) return payload;
    if (rule.delayMs) await time.wait(rule.delayMs);
    if (!hasStatus(rule)) {
      request.raw.socket.destroy();
      return payload;
    }
    const { status, headers, body } = refusal(rule);
    void reply.status(status).headers(headers).type('application/json').removeHeader('content-length');
    return JSON.stringify(body);
  });
}
