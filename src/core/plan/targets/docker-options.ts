// The options of a scoring container in the words of the Docker Engine: on this machine and on an IoT Edge device alike.
import type { DeploymentConfig } from '../../config/deployment-config.ts';
import type { InferenceConfig } from '../../config/inference-config.ts';
import { given } from '../../given.ts';
import { scoringPort } from './scoring-image.ts';

const bytesOf: Readonly<Record<string, number>> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** `2g` in bytes. */
function sizeInBytes(size: string): number {
  const [, amount = '0', unit = 'b'] = /^(\d+)([bkmg]?)$/i.exec(size) ?? [];
  return Number(amount) * (bytesOf[unit.toLowerCase() || 'b'] ?? 1);
}

/** Docker counts time in nanoseconds. */
const nanoseconds = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1e9);

function healthcheck({ settings }: DeploymentConfig): object | undefined {
  const probe = settings.livenessProbeRequirements;
  if (probe === undefined) return undefined;
  return {
    Test: ['CMD-SHELL', `curl --fail --silent http://127.0.0.1:${scoringPort}/ || exit 1`],
    ...given({
      Interval: nanoseconds(probe.periodSeconds),
      Timeout: nanoseconds(probe.timeoutSeconds),
      StartPeriod: nanoseconds(probe.initialDelaySeconds),
      Retries: probe.failureThreshold,
    }),
  };
}

function limits({ settings }: DeploymentConfig): object {
  const {
    cpu,
    cpuLimit = cpu,
    memoryInGB,
    memoryInGBLimit = memoryInGB,
  } = settings.containerResourceRequirements ?? {};
  return given({
    NanoCpus: cpuLimit === undefined ? undefined : Math.round(cpuLimit * 1e9),
    Memory: memoryInGBLimit === undefined ? undefined : Math.round(memoryInGBLimit * 2 ** 30),
    MemoryReservation: memoryInGB === undefined ? undefined : Math.round(memoryInGB * 2 ** 30),
    CpuShares: cpu === undefined ? undefined : Math.max(2, Math.round(cpu * 1024)),
  });
}

/** `ExposedPorts`, `HostConfig` and `Healthcheck` of the container. */
export function dockerOptions(deployment: DeploymentConfig, inference: InferenceConfig | undefined) {
  const environment = inference?.environment;
  const shmSize = environment?.kind === 'defined' ? environment.shmSize : undefined;
  const { gpuCores = 0 } = deployment.settings;
  const allGpus = environment?.kind === 'defined' && environment.gpu === true;
  const devices =
    gpuCores > 0 || allGpus
      ? [{ Driver: 'nvidia', Count: gpuCores > 0 ? gpuCores : -1, Capabilities: [['gpu']] }]
      : undefined;
  return {
    ExposedPorts: { [`${scoringPort}/tcp`]: {} },
    HostConfig: {
      ...limits(deployment),
      ...given({
        ShmSize: shmSize === undefined ? undefined : sizeInBytes(shmSize),
        DeviceRequests: devices,
      }),
    },
    ...given({ Healthcheck: healthcheck(deployment) }),
  };
}
