import assert from 'node:assert/strict';
import { parseArguments, usage } from '../../../apps/watcher/arguments.ts';
import { catalogueError } from '../../support/catalogue-error.ts';

const parse = (line: string) => parseArguments(line.split(' ').filter((word) => word !== ''));

describe('apps/watcher/arguments.ts', () => {
  it('needs only the configuration', () => {
    assert.deepEqual(parse('--config watch.yml'), { config: 'watch.yml', once: false });
  });

  it('takes everything that its help names', () => {
    const all = parse('--config c --once --state s --interval 5 --log json --from 7 --watch w');
    assert.deepEqual(all, {
      config: 'c',
      state: 's',
      once: true,
      intervalSeconds: 5,
      log: 'json',
      from: '7',
      watch: 'w',
    });
    const options = ['--config', '--once', '--state', '--interval', '--from', '--watch', '--log', '--help'];
    for (const option of options) {
      assert.ok(usage.includes(option), option);
    }
  });

  it('gives help to whoever asks', () => assert.equal(parse('--help'), 'help'));

  for (const [line, named] of [
    ['', '--config is missing'],
    ['--config', '--config'],
    ['--config c --intervall 3', '--intervall'],
    ['--config c extra', 'extra'],
    ['--config c --log xml', 'xml'],
    ['--config c --watch w', '--watch'],
    ['--config c --interval 0', "'0'"],
    ['--config c --interval 1.5', "'1.5'"],
    ['--config c --interval 86401', "'86401'"],
    ['--config c --interval soon', "'soon'"],
  ] as const) {
    it(`refuses '${line}'`, () => {
      assert.throws(() => parse(line), catalogueError('WatchArgumentsInvalid', named));
    });
  }
});
