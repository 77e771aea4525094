import assert from 'node:assert/strict';
import { access, chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessTable } from '../../../../apps/emulator/kernel/process-table.ts';
import { systemTime } from '../../../../apps/emulator/kernel/time.ts';
import { virtualEnvironment } from '../../../../apps/emulator/scoring/virtual-environment.ts';

// Stands in for `python -m venv DIR`: makes DIR/bin/python, which stands in for `python -m pip install -r FILE`.
const fakePython = `#!/bin/sh
if [ "$2" = venv ]; then
  echo made >> "$COUNT"
  mkdir -p "$3/bin" && cp "$0" "$3/bin/python"
else
  for last; do :; done
  if grep -q endless "$last"; then touch "$COUNT.started"; sleep 300; fi
  if grep -q broken "$last"; then echo "no matching distribution"; exit 1; fi
  cp "$last" "$(dirname "$0")/installed"
fi
`;

describe('apps/emulator/scoring/virtual-environment.ts', () => {
  let directory = '';
  let log = '';
  const processes = new ProcessTable();

  beforeEach(async () => {
    log = '';
    directory = await mkdtemp(join(tmpdir(), 'venvs-'));
    await writeFile(join(directory, 'python'), fakePython);
    await chmod(join(directory, 'python'), 0o755);
  });
  afterEach(async () => {
    await processes.stopAll();
    await rm(directory, { recursive: true, force: true });
  });

  const make = (requirements: readonly string[], version = '3.11.7', signal = new AbortController().signal) =>
    virtualEnvironment({
      requirements,
      python: { command: join(directory, 'python'), version },
      cacheDir: join(directory, 'cache'),
      env: { PATH: process.env.PATH ?? '', COUNT: join(directory, 'count') },
      processes,
      time: systemTime,
      signal,
      log: (text) => (log += text),
    });
  const builds = async () => (await readFile(join(directory, 'count'), 'utf8')).trim().split('\n').length;

  it('builds once for the same requirements, in whatever order', async () => {
    const first = await make(['b==2', 'a==1']);
    assert.equal(await make(['a==1', 'b==2']), first);
    assert.equal(await builds(), 1);
    assert.notEqual(await make(['a==1', 'b==2'], '3.12.0'), first);
    assert.notEqual(await make(['a==1']), first);
    assert.equal(await builds(), 3);
    assert.equal(await readFile(join(first, 'bin', 'installed'), 'utf8'), 'b==2\na==1\n');
  });

  it('builds once when two want it at the same time', async () => {
    const [one, other] = await Promise.all([make(['a']), make(['a'])]);
    assert.equal(one, other);
    assert.equal(await builds(), 1);
  });

  it('never uses one that was not finished', async () => {
    const finished = await make(['a']);
    await rm(join(finished, 'complete'));
    await writeFile(join(finished, 'leftover'), '');
    await make(['a']);
    assert.equal(await builds(), 2);
    await assert.rejects(access(join(finished, 'leftover')));
  });

  it('takes the lock over from a process that has died', async () => {
    const finished = await make(['a']);
    await rm(join(finished, 'complete'));
    // No process has this number: it is above the kernel's limit.
    await writeFile(`${finished}.lock`, '99999999');
    await make(['a']);
    assert.equal(await builds(), 2);
    assert.deepEqual(
      (await readdir(join(directory, 'cache'))).filter((name) => name.endsWith('.lock')),
      [],
    );
  });

  it('fails with the step, keeps its output, and tries again next time', async () => {
    await assert.rejects(make(['broken']), /pip install ended with exit code 1: no matching distribution$/);
    assert.match(log, /no matching distribution/);
    await assert.rejects(make(['broken']), /pip install/);
  });

  it('breaks off when the stack ends, and leaves neither a process nor a lock', async () => {
    const ending = new AbortController();
    const build = make(['endless'], '3.11.7', ending.signal);
    const started = join(directory, 'count.started');
    while (
      !(await access(started).then(
        () => true,
        () => false,
      ))
    )
      await systemTime.wait(20);
    ending.abort();
    await assert.rejects(build, /pip install ended with SIGTERM/);
    assert.deepEqual(processes.names(), []);
    assert.deepEqual(
      (await readdir(join(directory, 'cache'))).filter((name) => name.endsWith('.lock')),
      [],
    );
  });
});
