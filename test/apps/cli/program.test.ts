import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ProgramOptions } from '../../../apps/cli/host.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { runCommandLine } from './support/run-program.ts';

const refuse = (): Promise<never> => Promise.reject(new Error('no file was to be touched'));

async function run(argv: readonly string[], files: Partial<ProgramOptions['files']> = {}) {
  const started: (readonly string[])[] = [];
  const ran = await runCommandLine(argv, {
    files: { read: refuse, create: refuse, replace: refuse, ...files },
    startWatcher: (rest) => {
      started.push(rest);
      return Promise.resolve(undefined);
    },
  });
  return { ...ran, started };
}

describe('apps/cli/program.ts', () => {
  it('explains itself', async () => {
    for (const argument of ['--help', '-h', 'help']) {
      const { status, out, aside } = await run([argument]);
      assert.deepEqual([status, aside], [0, '']);
      assert.match(out, /migrate FILE .*retired extension/);
    }
    const { status, out } = await run(['migrate', '--help']);
    assert.equal(status, 0);
    assert.match(out, /--resource-group RG --workspace WS/);
  });

  it('says its version, which is that of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.deepEqual(await run(['--version']), { status: 0, out: `${version}\n`, aside: '', started: [] });
  });

  for (const command of ['watcher', 'constructor', '--verbose', '']) {
    it(`refuses the unknown command '${command}' in one sentence`, async () => {
      const { status, out, aside } = await run([command]);
      assert.deepEqual([status, out], [2, '']);
      assert.ok(
        aside.startsWith(
          `azureml-release knows no command '${command}', only hooks, migrate, model, service, where, watch. Run 'azureml-release --help'`,
        ),
        aside,
      );
      assert.equal(aside.trimEnd().includes('\n'), false);
    });
  }

  it('hands everything behind watch over to the watcher', async () => {
    assert.deepEqual(await run(['watch', 'explain', 'fraud', '7', '--json']), {
      status: undefined,
      out: '',
      aside: '',
      started: [['explain', 'fraud', '7', '--json']],
    });
  });

  it('refuses to run without a command', async () => {
    const { status, aside } = await run([]);
    assert.equal(status, 2);
    assert.match(aside, /^'azureml-release' was not understood: it names no command\. /);
  });

  it('tells an error of the catalogue with its remedy and page, and keeps its stack to itself', async () => {
    const read = () => Promise.reject(fail('FileNotFound', { what: 'file to migrate', path: 'a.json' }));
    const { status, out, aside } = await run(['migrate', 'a.json'], { read });
    assert.deepEqual([status, out], [2, '']);
    assert.match(
      aside,
      /^The file to migrate 'a\.json' does not exist\. .*\[FileNotFound, docs\/errors\.md#filenotfound\]\n$/,
    );
  });

  it('shows the stack of a fault of its own', async () => {
    const { status, aside } = await run(['migrate', 'a.json']);
    assert.equal(status, 2);
    assert.match(aside, /^Error: no file was to be touched\n +at /);
  });
});
