// What every container engine keeps to: the one in memory, and a real one.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerEngine } from '../../src/ports/container-engine.ts';
import { catalogueError } from '../support/catalogue-error.ts';

export interface EngineUnderTest {
  readonly engine: ContainerEngine;
  /** An image that is there. */
  readonly base: string;
  /** Holds a port of the machine, as another program would. */
  readonly usePort: (port: number) => Promise<void>;
}

const port = '5001/tcp';

/** A container that says a word and then stays. */
const spec = (image: string, hostPort = '', labels: Record<string, string> = {}) => ({
  Image: image,
  Cmd: ['sh', '-c', 'echo hello from the container; exec sleep 60'],
  Tty: true,
  Labels: { suite: 'contract', ...labels },
  ExposedPorts: { [port]: {} },
  HostConfig: { PortBindings: { [port]: [{ HostIp: '127.0.0.1', HostPort: hostPort }] } },
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export function containerEngineContract(
  name: string,
  make: (test: Mocha.Context) => Promise<EngineUnderTest>,
): void {
  describe(`${name} keeps to the contract of a container engine`, function () {
    this.timeout(120_000);
    let under: EngineUnderTest;
    let folder = '';
    before(async function () {
      under = await make(this);
      folder = mkdtempSync(join(tmpdir(), 'engine-contract-'));
    });
    after(async () => {
      // Skipped before anything was made.
      if (folder === '') return;
      const left = await under.engine.list({ suite: 'contract' });
      for (const container of left) await under.engine.remove(container.name);
      rmSync(folder, { recursive: true });
    });

    const build = async (tag: string, dockerfile: string) => {
      writeFileSync(join(folder, 'Dockerfile'), dockerfile);
      const lines: string[] = [];
      await under.engine.build({ tag, folder, files: ['Dockerfile'] }, (line) => lines.push(line));
      return lines;
    };
    const state = async (container: string) =>
      (await under.engine.list({ suite: 'contract' })).find((one) => one.name === container);

    it('builds an image, tells its log, and finds it afterwards', async () => {
      assert.equal(await under.engine.imageExists('contract:1'), false);
      const lines = await build('contract:1', `FROM ${under.base}\nENV GREETING=hello\n`);
      assert.match(lines.join('\n'), /ENV GREETING/);
      assert.equal(await under.engine.imageExists('contract:1'), true);
    });

    it('says which base image can not be had', async () => {
      await assert.rejects(
        build('contract:none', 'FROM registry.invalid/none:1\nRUN true\n'),
        catalogueError('BaseImageNotFound', "'registry.invalid/none:1'"),
      );
    });

    it("shows a failed build's last words", async () => {
      await assert.rejects(
        build('contract:broken', `FROM ${under.base}\nRUN echo no package of this name; exit 3\n`),
        catalogueError('ImageBuildFailed', "'contract:broken'", 'no package of this name'),
      );
      assert.equal(await under.engine.imageExists('contract:broken'), false);
    });

    it('refuses a container of an image that is not there', async () => {
      await assert.rejects(
        under.engine.create('contract-none', spec('contract:none')),
        catalogueError('BaseImageNotFound', "'contract:none'"),
      );
    });

    it('runs a container on a free port, under the name it is given last, until it is stopped and removed', async () => {
      const { engine, base } = under;
      await engine.create('contract-a', spec(base, '', { endpoint: 'fraud' }));
      assert.equal((await state('contract-a'))?.state, 'created');
      await engine.start('contract-a');
      const running = await state('contract-a');
      assert.equal(running?.state, 'running');
      assert.ok((running.hostPort ?? 0) > 0);
      assert.equal(running.labels['endpoint'], 'fraud');
      assert.equal(running.exitCode, undefined);
      await engine.rename('contract-a', 'contract-b');
      assert.equal(await state('contract-a'), undefined);
      assert.equal((await state('contract-b'))?.hostPort, running.hostPort);
      await engine.stop('contract-b');
      assert.equal((await state('contract-b'))?.state, 'exited');
      assert.equal(typeof (await state('contract-b'))?.exitCode, 'number');
      await engine.remove('contract-b');
      assert.equal(await state('contract-b'), undefined);
    });

    it('reads the log of a container', async () => {
      const { engine, base } = under;
      await engine.create('contract-log', spec(base));
      await engine.start('contract-log');
      let text = '';
      // Until the container has come to it: on a busy machine that takes longer than many questions.
      for (const end = Date.now() + 5000; text === '' && Date.now() < end;)
        text = await engine.logs('contract-log', 10);
      assert.equal(text, 'hello from the container\n');
      await engine.remove('contract-log');
    });

    it('puts a new container in place of one of the same name', async () => {
      const { engine, base } = under;
      await engine.create('contract-c', spec(base));
      await engine.start('contract-c');
      await engine.create('contract-c', spec(base, '', { round: '2' }));
      assert.deepEqual(
        [(await state('contract-c'))?.state, (await state('contract-c'))?.labels['round']],
        ['created', '2'],
      );
    });

    it('finds nothing to do where nothing is', async () => {
      await under.engine.remove('contract-absent');
      await under.engine.stop('contract-absent');
      assert.equal(await under.engine.logs('contract-absent', 5), '');
      assert.deepEqual(await under.engine.list({ suite: 'no such suite' }), []);
    });

    it('says that a port is used by another program', async () => {
      const used = await freePort();
      await under.usePort(used);
      await under.engine.create('contract-port', spec(under.base, String(used)));
      await assert.rejects(under.engine.start('contract-port'), catalogueError('PortInUse', `Port ${used}`));
    });
  });
}
