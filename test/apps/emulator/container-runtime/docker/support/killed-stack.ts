// A stack's containers in a process of their own, for a test that kills it: SOCKET IMAGE
import { scheduleRunBody } from '../../../../../../apps/emulator/container-registry/build-schemas.ts';
import { chooseRuntime } from '../../../../../../apps/emulator/container-runtime/choose-runtime.ts';
import { ProcessTable } from '../../../../../../apps/emulator/kernel/process-table.ts';
import { archive } from '../../../support/container-services.ts';

const [, , socketPath = '', base = ''] = process.argv;

const runtime = await chooseRuntime({
  ...{ mode: 'docker', directory: '/nowhere', processes: new ProcessTable(), log: () => undefined },
  env: { DOCKER_HOST: `unix://${socketPath}` },
  environments: { baseEnv: {}, build: () => Promise.reject(new Error('not asked')) },
});
const name = 'demo.azurecr.io/left-behind:1';
const digest = await runtime.build({
  archive: await archive({ Dockerfile: `FROM ${base}\nENV LEFT=behind` }),
  request: scheduleRunBody.parse({
    ...{ type: 'DockerBuildRequest', dockerFilePath: 'Dockerfile', sourceLocation: 'x' },
    platform: { os: 'Linux' },
  }),
  names: [name],
  log: () => undefined,
  signal: new AbortController().signal,
});
const image = { name, digest };
const network = await runtime.share({ name: 'left', ports: [80], image });
const start = network.container({
  ...{ name: 'left/behind', image, variables: {}, ports: [80] },
  command: ['sleep', '600'],
});
await start({ ip: '127.0.0.1', portOf: () => undefined, log: () => undefined });
process.stdout.write('ready\n');
