// The twin of a device's agent: which version it carried out, and what it says of its modules.
import * as z from 'zod';
import { given } from '../../core/given.ts';
import type { EdgeDeviceState, EdgeModuleState } from '../../core/edge/device-state.ts';

const module = z.looseObject({
  settings: z.looseObject({ image: z.string().default('') }).prefault({}),
  runtimeStatus: z.string().default('unknown'),
  exitCode: z.number().nullish(),
  statusDescription: z.string().nullish(),
  restartCount: z.number().nullish(),
  lastStartTimeUtc: z.string().nullish(),
});

export const agentTwin = z.looseObject({
  deviceId: z.string(),
  configurations: z.record(z.string(), z.looseObject({ status: z.string() })).default({}),
  properties: z.looseObject({
    desired: z.looseObject({ $version: z.number() }),
    reported: z
      .looseObject({
        lastDesiredVersion: z.number().nullish(),
        lastDesiredStatus: z.looseObject({ code: z.number(), description: z.string().nullish() }).nullish(),
        modules: z.record(z.string(), module).nullish(),
      })
      .prefault({}),
  }),
});

/** The agent writes the year 1 for "never". */
const dateOf = (text: string | null | undefined) =>
  text?.startsWith('0001-') === true ? undefined : (text ?? undefined);

function moduleState(found: z.infer<typeof module>): EdgeModuleState {
  return {
    image: found.settings.image,
    status: found.runtimeStatus,
    exitCode: found.exitCode ?? 0,
    description: found.statusDescription ?? '',
    restarts: found.restartCount ?? 0,
    ...given({ startedAt: dateOf(found.lastStartTimeUtc) }),
  };
}

/** @param id the configuration that is asked for */
export function deviceState(twin: z.infer<typeof agentTwin>, id: string): EdgeDeviceState {
  const { desired, reported } = twin.properties;
  const status = reported.lastDesiredStatus;
  const modules = Object.entries(reported.modules ?? {}).map(([name, found]) => [name, moduleState(found)]);
  return {
    device: twin.deviceId,
    applied: twin.configurations[id]?.status.toLowerCase() === 'applied',
    desiredVersion: desired.$version,
    modules: Object.fromEntries(modules) as EdgeDeviceState['modules'],
    ...given({
      reportedVersion: reported.lastDesiredVersion ?? undefined,
      agent: status ? { code: status.code, description: status.description ?? '' } : undefined,
    }),
  };
}
