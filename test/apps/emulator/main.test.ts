import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Addresses } from '../../../apps/emulator/addresses.ts';
import { httpsCall } from '../../../apps/emulator/kernel/https-client.ts';
import { readFile } from 'node:fs/promises';

interface Program {
  readonly child: ChildProcess;
  readonly exit: Promise<unknown[]>;
  stdout(): string;
  stderr(): string;
}

function run(args: readonly string[]): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', 'apps/emulator/main.ts', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Merged with the coverage of this process, that of a child makes covered lines look uncovered.
    env: { ...process.env, NODE_V8_COVERAGE: '' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return { child, exit: once(child, 'close'), stdout: () => stdout, stderr: () => stderr };
}

async function ready(program: Program): Promise<Addresses> {
  while (!program.stdout().includes('\n')) {
    const ended = await Promise.race([program.exit, once(program.child.stdout ?? program.child, 'data')]);
    assert.equal(program.child.exitCode, null, `${String(ended)}: ${program.stderr()}`);
  }
  const line = JSON.parse(program.stdout()) as { ready: boolean; addresses: Addresses };
  assert.equal(line.ready, true);
  return line.addresses;
}

async function isOpen(url: string, caPem: string): Promise<boolean> {
  return httpsCall({ method: 'GET', url, caPem, timeoutMs: 2_000, maxBytes: 100_000 }).then(
    () => true,
    () => false,
  );
}

describe('apps/emulator/main.ts', function () {
  this.timeout(60_000);
  let state = '';
  beforeEach(async () => (state = await mkdtemp(join(tmpdir(), 'emulator-main-'))));
  afterEach(() => rm(state, { recursive: true, force: true }));

  it('starts everything, says where it is, and ends with a signal', async () => {
    const program = run(['--state', state]);
    const addresses = await ready(program);
    const caPem = await readFile(addresses.caFile, 'utf8');
    const urls = [
      `${addresses.identity.authority}/${addresses.identity.tenantId}/v2.0/.well-known/openid-configuration`,
      addresses.arm.url,
      addresses.blob.url,
      addresses.devops?.organizationUrl ?? 'no Azure DevOps',
    ];
    for (const url of urls) assert.ok(await isOpen(url, caPem), url);
    assert.deepEqual(JSON.parse(await readFile(join(state, 'addresses.json'), 'utf8')), addresses);
    program.child.kill('SIGTERM');
    const [code] = await program.exit;
    assert.equal(code, 0, program.stderr());
    for (const url of urls) assert.ok(!(await isOpen(url, caPem)), url);
    assert.deepEqual((await readdir(state)).sort(), ['addresses.json', 'ca.pem', 'client.pem']);
  });

  it('ends when its parent closes the pipe', async () => {
    const program = run(['--state', state]);
    await ready(program);
    program.child.stdin?.end();
    assert.deepEqual(await program.exit, [0, null]);
  });

  it('says what is wrong with its arguments', async () => {
    const program = run(['--port-arm', 'many']);
    const [code] = await program.exit;
    assert.equal(code, 2);
    assert.equal(program.stdout(), '');
    assert.match(
      program.stderr(),
      /'--port-arm' must be a port from 0 to 65535, not 'many'\. Usage: emulator/,
    );
  });

  it('says which port it could not have', async () => {
    const first = run(['--state', state]);
    const { arm } = await ready(first);
    const second = run(['--port-arm', new URL(arm.url).port]);
    const [code] = await second.exit;
    assert.equal(code, 1);
    assert.match(second.stderr(), /The stack did not start: .*EADDRINUSE/);
    first.child.kill('SIGINT');
    await first.exit;
  });
});
