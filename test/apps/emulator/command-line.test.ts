import assert from 'node:assert/strict';
import { parseCommandLine } from '../../../apps/emulator/command-line.ts';

describe('apps/emulator/command-line.ts', () => {
  it('needs nothing', () => {
    const { state, ports, allowDotsInModelNames, containers } = parseCommandLine([]);
    assert.deepEqual([state, allowDotsInModelNames, containers], [undefined, false, 'auto']);
    assert.deepEqual(ports, { identity: 0, arm: 0, devops: 0, blob: 0, iotHub: 0 });
  });

  it('takes every option', () => {
    const args =
      '--state s --record r --python p --vsix v --node24 n --port-arm 8443 --containers docker --allow-dots-in-model-names';
    const line = parseCommandLine(args.split(' '));
    assert.deepEqual(
      [
        line.state,
        line.record,
        line.python,
        line.vsix,
        line.node24,
        line.ports.arm,
        line.containers,
        line.allowDotsInModelNames,
      ],
      ['s', 'r', 'p', 'v', 'n', 8443, 'docker', true],
    );
  });

  it('says what it does not understand', () => {
    assert.throws(() => parseCommandLine(['--port-arm', 'abc']), /'--port-arm' must be a port .* not 'abc'/);
    assert.throws(() => parseCommandLine(['--port-blob', '70000']), /not '70000'/);
    assert.throws(
      () => parseCommandLine(['--containers', 'podman']),
      /one of auto, docker, process, not 'podman'/,
    );
    assert.throws(() => parseCommandLine(['--stat', 'x']), /--stat/);
    assert.throws(() => parseCommandLine(['extra']), /extra/);
  });
});
