import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { baseImage } from '../../scripts/docker/base-image.ts';
import { createContainerEngine } from '../../src/adapters/docker/container-engine.ts';
import { catalogueError } from '../support/catalogue-error.ts';
import { dockerEngineWithBase } from '../support/docker-engine.ts';
import { containerEngineContract } from './container-engine.contract.ts';

const servers: Server[] = [];

containerEngineContract('a Docker Engine', async (test) => {
  const { socketPath } = await dockerEngineWithBase(test);
  const usePort = async (port: number) => {
    const server = createServer();
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  };
  return { engine: createContainerEngine({ socketPath, stopSeconds: 0 }), base: baseImage, usePort };
});

describe('src/adapters/docker/container-engine.ts', () => {
  after(() => servers.forEach((server) => server.close()));

  it('says where no engine answers', async () => {
    const engine = createContainerEngine({ socketPath: '/nowhere/docker.sock' });
    await assert.rejects(
      engine.list({}),
      catalogueError('DockerNotRunning', "'/nowhere/docker.sock'", 'ENOENT'),
    );
  });
});
