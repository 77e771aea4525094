import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArguments } from '../../apps/watcher/arguments.ts';
import { root } from '../scripts/support/extension.ts';

const text = readFileSync(join(root, 'deploy/watcher/Dockerfile'), 'utf8');
const instructions = text.split('\n').flatMap((line) => {
  const [, name, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
  return name === undefined || rest === undefined ? [] : [{ name, rest }];
});
const all = (name: string) => instructions.filter((each) => each.name === name).map(({ rest }) => rest);
const words = (name: string) => JSON.parse(all(name).at(-1) ?? '[]') as string[];

describe('deploy/watcher/Dockerfile', () => {
  it('begins with an image of one exact version, and ends as a user that is not root', () => {
    assert.match(all('ARG')[0] ?? '', /^NODE_IMAGE=node:\d+\.\d+\.\d+-[a-z-]+$/);
    for (const from of all('FROM')) assert.match(from, /^\$\{NODE_IMAGE\}/);
    assert.match(all('USER').at(-1) ?? '', /^[1-9]\d+:[1-9]\d+$/);
  });

  it('starts the watcher with arguments that it takes, its state in the volume', () => {
    const [, , ...args] = [...words('ENTRYPOINT'), ...words('CMD')];
    const parsed = parseArguments(args);
    assert.ok(parsed !== 'help');
    assert.equal(dirname(parsed.state ?? ''), all('VOLUME')[0]);
  });

  it('takes the native package in the version of the project', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    assert.match(text, new RegExp(`libsql@${dependencies['libsql']?.replaceAll('.', '\\.')}\n`));
  });

  it('copies all that the watcher needs: it starts from nothing else', () => {
    const program = 'dist/apps/watcher.cjs';
    assert.ok(existsSync(join(root, program)), 'npm run package comes first');
    assert.ok(
      readFileSync(join(root, 'deploy/watcher/Dockerfile.dockerignore'), 'utf8').includes(`!${program}`),
    );
    const folder = mkdtempSync(join(tmpdir(), 'image-'));
    const copy = (from: string, to = from) => {
      mkdirSync(dirname(join(folder, to)), { recursive: true });
      cpSync(join(root, from), join(folder, to), { recursive: true, dereference: true });
    };
    copy(program, 'watcher.cjs');
    for (const name of ['libsql', '@libsql', '@neon-rs', 'detect-libc']) copy(`node_modules/${name}`);
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, [join(folder, 'watcher.cjs'), ...args], {
        encoding: 'utf8',
        cwd: folder,
        env: {},
      });
    assert.match(run('--help').stdout, /^azureml-release-watch/);
    const refused = run('--config', join(folder, 'none.yml'), '--log', 'json');
    assert.equal(refused.status, 2, refused.stderr);
    assert.match(refused.stdout, /"FileNotFound"/);
    rmSync(folder, { recursive: true });
  });
});
