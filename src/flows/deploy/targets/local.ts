// This machine: containers of its Docker Engine, or plain processes where there is none.
import { contentTag } from '../../../core/deploy/content-tag.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import { given } from '../../../core/given.ts';
import type { PlanInput, WhatIsThere } from '../../../core/plan/plan.ts';
import { environmentKey } from '../../../core/plan/targets/local-process.ts';
import { environmentImage } from '../../../core/plan/targets/scoring-image.ts';
import type { ScoringServer } from '../../../ports/server-host.ts';
import type { DeployTarget, ServiceRef } from '../deploy-target.ts';
import { findEnvironment } from '../steps/asset-steps.ts';
import { dockerMissing, findServers, folderOf, type Found, type LocalPorts } from '../steps/local-places.ts';
import { addressOf, isCandidate, serversOf } from '../steps/local-servers.ts';
import { localSteps } from '../steps/local-steps.ts';
import { lookForTelemetry } from '../steps/telemetry-look.ts';

/** Where this machine runs the service; whoever asks for Docker by name gets its error. */
async function engineFor(
  ports: LocalPorts,
  { deployment, service }: PlanInput,
): Promise<'docker' | 'process'> {
  const { engine = 'auto' } = deployment.settings;
  if (engine !== 'auto') return engine;
  try {
    await serversOf(ports.containers, service);
    return 'docker';
  } catch (error) {
    if (!dockerMissing(error)) throw error;
    ports.log.info(`${(error as Error).message} The server runs as a process of this machine.`);
    return 'process';
  }
}

const localServer = ({ name, labels, state }: ScoringServer) => ({
  name,
  state,
  content: labels[contentTag] ?? 'unknown',
});

async function look(ports: LocalPorts, input: PlanInput): Promise<WhatIsThere> {
  const engine = await engineFor(ports, input);
  const environment = await findEnvironment(ports, input);
  const telemetry = await lookForTelemetry(ports, input);
  const known: WhatIsThere = {
    ...{ location: 'this machine', engine, ...telemetry },
    ...given({ environment }),
  };
  const host = engine === 'docker' ? ports.containers : ports.processes;
  const servers = (await serversOf(host, input.service)).map(localServer);
  const assets =
    engine === 'docker'
      ? { imageExists: await ports.containers.imageExists(imageOf(input, known)) }
      : { environmentExists: await ports.processes.environmentExists(environmentKey(input, known)) };
  return { ...known, ...assets, servers };
}

const imageOf = (input: PlanInput, now: WhatIsThere) =>
  `${input.service}:${environmentImage(input, now).tag}`;

async function findServing(ports: LocalPorts, ref: ServiceRef): Promise<Found> {
  const all = await findServers(ports, ref);
  const proved = all.filter(({ server }) => !isCandidate(server));
  const found = proved.find(({ server }) => server.state === 'running') ?? proved[0] ?? all[0];
  if (found) return found;
  throw fail('LocalServiceNotFound', { service: ref.service, place: 'this machine' });
}

export function createLocalTarget(ports: LocalPorts): DeployTarget {
  return {
    look: (input) => look(ports, input),
    steps: localSteps(ports),

    async service(ref) {
      const all = await findServers(ports, ref);
      const proved = all.map(({ server }) => server).filter((server) => !isCandidate(server));
      if (all.length === 0) return undefined;
      const serving = proved.find(({ state }) => state === 'running');
      const port = serving?.hostPort;
      return {
        name: ref.service,
        state: serving?.state ?? proved[0]?.state ?? 'candidate only',
        ...(port !== undefined && {
          scoringUri: `${addressOf(port)}/score`,
          swaggerUri: `${addressOf(port)}/swagger.json`,
        }),
        deployments: all.map(({ server }) => ({
          name: server.labels['deployment'] ?? server.name,
          state: server.state,
          share: server === serving ? 100 : 0,
          tags: server.labels,
        })),
      };
    },

    async logs(ref, tail) {
      const { host, server } = await findServing(ports, ref);
      return host.logs(server.name, tail);
    },

    async invoke(ref, body) {
      const { server } = await findServing(ports, ref);
      if (server.hostPort === undefined)
        throw fail('LocalServiceNotFound', {
          service: ref.service,
          place: `this machine (it is ${server.state})`,
        });
      return ports.scoring.score({ uri: `${addressOf(server.hostPort)}/score`, body });
    },

    async delete(ref) {
      for (const { host, server } of await findServers(ports, ref)) await host.remove(server.name);
      if (ref.deployment === undefined) await ports.folder.remove(folderOf(ports, ref.service));
    },
  };
}
