// Stands in for nginx, which not every machine has: reads the configuration that the group mounts, and listens for real.
import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { posix } from 'node:path';
import { without } from '../kernel/without.ts';
import type { GroupRequest, ContainerRequest } from './group-schemas.ts';
import { ended, type Program, type ProgramContext, type StartProgram } from '../container-runtime/program.ts';
import { proxyRules, type ProxyRules } from './proxy-rules.ts';

/** The files of the secret volumes that a container mounts, by their path in it. */
export function mountedFiles(
  container: ContainerRequest,
  { properties }: GroupRequest,
): ReadonlyMap<string, Buffer> {
  const files = (container.properties.volumeMounts ?? []).flatMap(({ name, mountPath }) => {
    const secret = properties.volumes?.find((volume) => volume.name === name)?.secret ?? {};
    return Object.entries(secret).map(
      ([file, value]) => [posix.join(mountPath, file), Buffer.from(value, 'base64')] as const,
    );
  });
  return new Map(files);
}

function serve(rules: ProxyRules, context: ProgramContext) {
  return (incoming: IncomingMessage, answer: ServerResponse): void => {
    const done = (status: number) =>
      context.log(`${context.ip} - - "${incoming.method} ${incoming.url} HTTP/1.1" ${status}\n`);
    const refuse = (status: number) => {
      answer.writeHead(status, { 'content-type': 'text/html' }).end(`<html><h1>${status}</h1></html>\n`);
      incoming.resume();
      done(status);
    };
    const refused = rules.refusal(incoming.headers.authorization ?? '');
    const port = context.portOf(rules.upstreamPort);
    if (refused !== undefined || port === undefined) {
      refuse(refused ?? 502);
      return;
    }
    const headers = without(incoming.headers, 'connection', ...rules.hidden);
    const outgoing = httpRequest(
      { host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers, agent: false },
      (upstream) => {
        answer.writeHead(upstream.statusCode ?? 502, upstream.headers);
        upstream.pipe(answer);
        done(upstream.statusCode ?? 502);
      },
    );
    outgoing.setTimeout(rules.timeoutMs, () => outgoing.destroy(new Error('timed out')));
    outgoing.on('error', (error) => {
      if (answer.headersSent) answer.destroy();
      else refuse(error.message === 'timed out' ? 504 : 502);
    });
    incoming.pipe(outgoing);
  };
}

async function listen(rules: ProxyRules, files: ReadonlyMap<string, Buffer>, context: ProgramContext) {
  const handler = serve(rules, context);
  const read = (path: string) => {
    const file = files.get(path);
    if (!file) throw new Error(`cannot load certificate "${path}": BIO_new_file() failed`);
    return file;
  };
  const { tls, port } = rules;
  const server = tls
    ? createTlsServer({ cert: read(tls.certificate), key: read(tls.key), minVersion: 'TLSv1.2' }, handler)
    : createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, context.ip, resolve);
  });
  return server;
}

/** Starts the proxy whose command is `nginx -c FILE ...`; a bad configuration ends it with exit code 1, as it does nginx. */
export function proxyProgram(container: ContainerRequest, group: GroupRequest): StartProgram {
  const { command = [] } = container.properties;
  const path = command[command.indexOf('-c') + 1] ?? '/etc/nginx/nginx.conf';
  const files = mountedFiles(container, group);
  return async (context): Promise<Program> => {
    const { log } = context;
    try {
      const text = files.get(path)?.toString('utf8');
      if (text === undefined) throw new Error(`open() "${path}" failed (2: No such file or directory)`);
      const server = await listen(proxyRules(text), files, context);
      let end: (code: number) => void = () => undefined;
      const exited = new Promise<number>((resolve) => (end = resolve));
      return {
        exited,
        portOf: () => undefined,
        async stop() {
          server.closeAllConnections();
          await new Promise((resolve) => server.close(resolve));
          end(0);
        },
      };
    } catch (error) {
      log(`nginx: [emerg] ${error instanceof Error ? error.message : 'unknown'}\n`);
      return ended(1);
    }
  };
}
