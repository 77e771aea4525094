import assert from 'node:assert/strict';
import { dockerFailure, isMissingImage, isPortInUse } from '../../../../src/adapters/docker/failure.ts';

const because = (message: string, more: object) => Object.assign(new Error(message), more);

describe('src/adapters/docker/failure.ts', () => {
  it('tells a user without the right from an engine that does not run', () => {
    const socket = '/var/run/docker.sock';
    const code = (name: string) =>
      dockerFailure(because(`connect ${name} ${socket}`, { code: name }), socket, 'list containers').code;
    assert.deepEqual(['EACCES', 'ENOENT', 'ECONNREFUSED'].map(code), [
      'DockerForbidden',
      'DockerNotRunning',
      'DockerNotRunning',
    ]);
  });

  it("gives the engine's own sentence", () => {
    const error = because('(HTTP code 507) server error - no space left on device ', {
      statusCode: 507,
      json: { message: 'no space left on device.' },
    });
    const failure = dockerFailure(error, 'socket', "create container 'a'");
    assert.equal(failure.code, 'DockerRefused');
    assert.match(failure.message, /refused to create container 'a': no space left on device\.$/);
  });

  it('knows the words of engines old and new', () => {
    const missing = [
      'manifest for python:99 not found: manifest unknown: manifest unknown',
      'pull access denied for none, repository does not exist or may require docker login',
      'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
      'No such image: fraud:1',
    ];
    assert.deepEqual(
      missing.map(isMissingImage),
      missing.map(() => true),
    );
    assert.equal(
      isMissingImage("The command '/bin/sh -c pip install none' returned a non-zero code: 1"),
      false,
    );
    assert.ok(
      isPortInUse(
        'driver failed programming external connectivity: Bind for 127.0.0.1:80 failed: port is already allocated',
      ),
    );
    assert.ok(isPortInUse('listen tcp4 127.0.0.1:80: bind: address already in use'));
  });
});
