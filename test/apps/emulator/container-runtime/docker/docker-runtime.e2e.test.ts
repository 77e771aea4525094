import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { scheduleRunBody } from '../../../../../apps/emulator/container-registry/build-schemas.ts';
import type {
  ContainerRuntime,
  Image,
} from '../../../../../apps/emulator/container-runtime/container-runtime.ts';
import { chooseRuntime } from '../../../../../apps/emulator/container-runtime/choose-runtime.ts';
import { ownerLabel } from '../../../../../apps/emulator/container-runtime/docker/owner.ts';
import { ProcessTable } from '../../../../../apps/emulator/kernel/process-table.ts';
import { baseImage } from '../../../../../scripts/docker/base-image.ts';
import { dockerEngineWithBase } from '../../../../support/docker-engine.ts';
import { archive } from '../../support/container-services.ts';

const context = { ip: '127.0.0.1', portOf: () => undefined };

describe('apps/emulator/container-runtime/docker (with an engine)', function () {
  this.timeout(60_000);
  let socketPath = '';
  let docker: Docker;
  let runtime: ContainerRuntime;
  let image: Image;
  const lines: string[] = [];

  const start = () =>
    chooseRuntime({
      ...{ mode: 'docker', directory: '/nowhere', processes: new ProcessTable() },
      ...{ env: { DOCKER_HOST: `unix://${socketPath}` }, log: (line) => lines.push(line) },
      environments: { baseEnv: {}, build: () => Promise.reject(new Error('not asked')) },
    });

  async function build(files: Record<string, string>, names: readonly string[], log: (text: string) => void) {
    const request = scheduleRunBody.parse({
      ...{ type: 'DockerBuildRequest', dockerFilePath: 'Dockerfile', sourceLocation: 'x' },
      platform: { os: 'Linux' },
      arguments: [{ name: 'GREETING', value: 'hello' }],
    });
    const { signal } = new AbortController();
    return runtime.build({ archive: await archive(files), request, names, log, signal });
  }

  /** Starts a command, and gives what it printed and how it ended. */
  async function run(shell: string, more: object = {}) {
    let text = '';
    const program = await runtime.container({
      ...{ name: 'one', image, variables: { WHO: 'world' }, ports: [] },
      command: ['sh', '-c', shell],
      ...more,
    })({ ...context, log: (piece) => (text += piece) });
    const code = await program.exited;
    return { code, text, by: program.endedBy?.() };
  }

  const owned = async () => {
    const filters = { label: [ownerLabel] };
    const containers = await docker.listContainers({ all: true, filters });
    return { containers: containers.length, images: (await docker.listImages({ filters })).length };
  };

  before(async function () {
    ({ socketPath } = await dockerEngineWithBase(this));
    docker = new Docker({ socketPath });
    runtime = await start();
  });
  after(async () => {
    // Skipped before anything was made.
    if (socketPath !== '') await runtime.close();
  });

  it('builds an image from an uploaded context, with its arguments and under all its names', async () => {
    let log = '';
    const digest = await build(
      {
        Dockerfile: `FROM ${baseImage}\nARG GREETING\nENV GREETING=$GREETING\nCOPY note.txt /note.txt`,
        'note.txt': 'written down\n',
      },
      ['demo.azurecr.io/note:1', 'demo.azurecr.io/note:latest'],
      (text) => (log += text),
    );
    assert.match(log, /Step 1\/\d : FROM .*\n[^]*Successfully tagged demo\.azurecr\.io\/note:1/);
    for (const name of ['demo.azurecr.io/note:1', 'demo.azurecr.io/note:latest'])
      assert.equal((await docker.getImage(name).inspect()).Id, digest);
    image = { name: 'demo.azurecr.io/note:1', digest };
  });

  it('says why a build fails in the words of the step, and leaves nothing of it', async () => {
    const before = (await docker.listImages({ all: true })).length;
    let log = '';
    const Dockerfile = `FROM ${baseImage}\nENV ONE=1\nRUN echo from the step; exit 3`;
    await assert.rejects(
      build({ Dockerfile }, ['demo.azurecr.io/broken:1'], (text) => (log += text)),
      /'\/bin\/sh -c echo from the step; exit 3' returned a non-zero code: 3/,
    );
    assert.match(log, /^from the step$/m);
    await assert.rejects(
      build({ Dockerfile: 'FRO x' }, [], () => undefined),
      /unknown instruction: FRO/,
    );
    assert.equal((await docker.listImages({ all: true })).length, before);
  });

  it('runs a container with variables and mounted files, and has its log and its exit code', async () => {
    const files = new Map([['/etc/secret/key.txt', Buffer.from('hush')]]);
    assert.deepEqual(
      await run('cat /note.txt /etc/secret/key.txt; echo " $GREETING $WHO"; exit 3', { files }),
      { code: 3, text: 'written down\nhush hello world\n', by: undefined },
    );
  });

  it('ends a container that takes more memory than its limit, and says that this is why', async () => {
    const limits = { cpu: 64, memoryInGB: 0.03 };
    const greedy = await run("exec python3 -c 'x = bytearray(300_000_000)'", { limits });
    assert.deepEqual([greedy.code, greedy.by], [137, 'OOMKilled']);
  });

  it('ends a container whose command is not there, and one that the engine does not even create', async () => {
    const lost = await run('', { command: ['no-such-program'] });
    assert.deepEqual([lost.code, /no-such-program/.test(lost.text)], [127, true], lost.text);
    const digest = `sha256:${'0'.repeat(64)}`;
    const { code, text } = await run('', { image: { name: 'demo.azurecr.io/none:1', digest } });
    assert.equal(code, 128);
    assert.match(text, /Error response from daemon: No such image/);
    assert.equal((await owned()).containers, 0);
  });

  it('lets the containers of a group talk on localhost, also after one was started again', async () => {
    const network = await runtime.share({ name: 'group', ports: [8000], image });
    const serve = network.container({
      ...{ name: 'group/server', image, variables: {}, ports: [8000] },
      command: ['python3', '-u', '-m', 'http.server', '8000', '--directory', '/'],
    });
    const log = () => undefined;
    const ask = `import time, urllib.request
while True:
    try: print(urllib.request.urlopen('http://127.0.0.1:8000/note.txt').read().decode()); break
    except OSError: time.sleep(0.05)`;
    for (let turn = 1; turn <= 2; turn++) {
      const server = await serve({ ...context, log });
      let heard = '';
      const client = await network.container({
        ...{ name: 'group/client', image, variables: {}, ports: [] },
        command: ['python3', '-c', ask],
      })({ ...context, log: (text) => (heard += text) });
      assert.equal(await client.exited, 0);
      assert.match(heard, /written down/);
      const answer = await fetch(`http://127.0.0.1:${server.portOf(8000)}/note.txt`);
      assert.equal(await answer.text(), 'written down\n');
      const shown = (await docker.listContainers()).map(({ Image: name, Names }) => [name, Names[0]]);
      assert.ok(shown.some(([name, own]) => name === image.name && /group-server/.test(own ?? '')));
      await server.stop();
    }
    await network.close();
    assert.equal((await owned()).containers, 0);
  });

  it('names the address that containers reach this machine at, also while none runs', async () => {
    const network = (await docker.getNetwork('bridge').inspect()) as {
      IPAM: { Config: readonly { Gateway: string }[] };
    };
    const gateway = network.IPAM.Config[0]?.Gateway;
    // A bridge without containers is no longer among the interfaces, about a second after the last one has gone.
    const isListed = () =>
      Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === gateway));
    for (let turn = 0; turn < 60 && isListed(); turn += 1) await sleep(50);
    const next = await start();
    try {
      assert.equal(next.hostAddress, gateway);
    } finally {
      await next.close();
    }
  });

  it('leaves what a living stack has, and takes away what a killed one left', async () => {
    const program = join(import.meta.dirname, 'support', 'killed-stack.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program, socketPath, baseImage], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const all = await owned();
    // Its network, its container and its image, beside our own image.
    assert.deepEqual(all, { containers: 2, images: 2 });
    await (await start()).close();
    assert.deepEqual(await owned(), all);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.deepEqual(await owned(), all);
    lines.length = 0;
    await (await start()).close();
    assert.deepEqual(await owned(), { containers: 0, images: 1 });
    assert.match(lines.join('\n'), /removed 2 containers and 1 images that a killed stack left/);
  });

  it('leaves nothing at its end', async () => {
    const program = await runtime.container({
      ...{ name: 'last', image, variables: {}, ports: [] },
      command: ['sleep', '60'],
    })({ ...context, log: () => undefined });
    await runtime.close();
    assert.deepEqual(await owned(), { containers: 0, images: 0 });
    assert.equal(await Promise.race([program.exited, sleep(5000, 'still there')]), 137);
  });
});
