// Groups on an engine: what the service sees of containers that really run.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { groupBody } from '../../../../apps/emulator/container-instance/group-schemas.ts';
import { createPodHost } from '../../../../apps/emulator/container-instance/pod-host.ts';
import type { PodHost, RunningPod } from '../../../../apps/emulator/container-instance/pod.ts';
import type {
  ContainerRuntime,
  Image,
} from '../../../../apps/emulator/container-runtime/container-runtime.ts';
import { chooseRuntime } from '../../../../apps/emulator/container-runtime/choose-runtime.ts';
import { ProcessTable } from '../../../../apps/emulator/kernel/process-table.ts';
import { systemTime } from '../../../../apps/emulator/kernel/time.ts';
import { baseImage } from '../../../../scripts/docker/base-image.ts';
import { dockerEngineWithBase } from '../../../support/docker-engine.ts';

const resources = { requests: { cpu: 0.5, memoryInGB: 0.5 } };
const configuration = `events {}
http {
  server {
    listen 8080;
    location / { proxy_pass http://127.0.0.1:5001; }
  }
}`;

describe('apps/emulator/container-instance/pod-host.ts (with an engine)', function () {
  this.timeout(60_000);
  let runtime: ContainerRuntime | undefined;
  let host: PodHost;
  let image: Image;

  before(async function () {
    const { socketPath } = await dockerEngineWithBase(this);
    runtime = await chooseRuntime({
      ...{ mode: 'docker', directory: '/nowhere', processes: new ProcessTable(), log: () => undefined },
      env: { DOCKER_HOST: `unix://${socketPath}` },
      environments: { baseEnv: {}, build: () => Promise.reject(new Error('not asked')) },
    });
    host = createPodHost({ runtime, time: systemTime, random: Math.random, backOffMs: 50 });
    const { Id: digest } = await new Docker({ socketPath }).getImage(baseImage).inspect();
    image = { name: baseImage, digest };
  });
  after(() => runtime?.close());

  /** A server on port 5001, and nginx on 8080, which the engine does not have. */
  function start(command: readonly string[], more: object = {}): Promise<RunningPod> {
    const server = {
      name: 'server',
      properties: { image: baseImage, command, ports: [{ port: 5001 }], resources, ...more },
    };
    const proxy = {
      name: 'proxy',
      properties: {
        ...{ image: 'nginx:none', command: ['nginx', '-c', '/etc/proxy/nginx.conf'], resources },
        ...{ ports: [{ port: 8080 }], volumeMounts: [{ name: 'proxy', mountPath: '/etc/proxy' }] },
      },
    };
    const request = groupBody.parse({
      location: 'westeurope',
      properties: {
        ...{ osType: 'Linux', restartPolicy: 'Always', containers: [server, proxy] },
        ipAddress: { type: 'Public', ports: [{ port: 8080 }] },
        volumes: [{ name: 'proxy', secret: { 'nginx.conf': Buffer.from(configuration).toString('base64') } }],
      },
    });
    const [first, second] = request.properties.containers;
    assert.ok(first && second);
    const containers = [
      { request: first, image },
      { request: second, image: undefined },
    ];
    return host.start({ name: 'group', request, containers, ip: undefined });
  }

  const until = async (isSo: () => boolean) => {
    while (!isSo()) await sleep(50);
  };

  it('puts an interpreted nginx in front of a real container where the engine has no image of it', async () => {
    const pod = await start(['python3', '-u', '-m', 'http.server', '5001', '--directory', '/etc']);
    try {
      let text = '';
      while (!text.includes('pip.conf')) {
        await sleep(50);
        text = await fetch(`http://${pod.ip}:8080/`).then((answer) => answer.text());
      }
      await until(() => /GET \/ HTTP/.test(pod.log('server')));
      assert.match(pod.log('proxy'), /"GET \/ HTTP\/1\.1" 200/);
      assert.equal(pod.view('server').currentState.state, 'Running');
    } finally {
      await pod.stop();
    }
  });

  it('starts a container again that took too much memory, and says why it ended', async () => {
    const pod = await start(['python3', '-c', 'x = bytearray(900_000_000)']);
    try {
      await until(() => pod.view('server').restartCount > 0);
      const { previousState } = pod.view('server');
      assert.deepEqual([previousState?.exitCode, previousState?.detailStatus], [137, 'OOMKilled']);
    } finally {
      await pod.stop();
    }
  });

  it('ends a container that does not answer its liveness probe, and lets nobody in before it is ready', async () => {
    const probe = { httpGet: { path: '/', port: 5001 }, periodSeconds: 1, failureThreshold: 1 };
    const pod = await start(['sleep', '600'], { livenessProbe: probe, readinessProbe: probe });
    try {
      await until(() => pod.view('server').restartCount > 0);
      const { events, currentState } = pod.view('server');
      assert.ok(events.some(({ message }) => message.startsWith('Liveness probe failed: ')));
      assert.notEqual(currentState.state, 'Terminated');
      assert.equal((await fetch(`http://${pod.ip}:8080/`)).status, 502);
    } finally {
      await pod.stop();
    }
  });
});
