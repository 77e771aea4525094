// Whether the devices of a layer run its module, from what their agents report: wait, take it, or take it away. Pure.
import type { EdgeDeviceState, EdgeModuleState } from './device-state.ts';

export interface WantedModule {
  readonly module: string;
  readonly image: string;
}

/** Since when each device has been seen running the module without a restart, by device. */
export type SeenRunning = ReadonlyMap<string, { readonly start: string; readonly since: number }>;

export interface DevicesVerdict {
  readonly outcome: 'running' | 'waiting' | 'failed' | 'nobody';
  /** In words. */
  readonly reason: string;
  /** Devices that run it and have done so for long enough. */
  readonly running: readonly string[];
  /** Devices that have not yet said how it goes, each with what is known. */
  readonly silent: readonly string[];
  /** The first device on which it fails. */
  readonly broken?: string;
}

type Standing = { readonly kind: 'good' | 'failed' | 'open'; readonly why: string };

const open = (why: string): Standing => ({ kind: 'open', why });
const failed = (why: string): Standing => ({ kind: 'failed', why });

const isUp = (found: EdgeModuleState | undefined, { image }: WantedModule): found is EdgeModuleState =>
  found?.image === image && found.status === 'running';

/** Remembers from which moment on a module has run in one piece; `now` in milliseconds. */
export function rememberRunning(
  before: SeenRunning,
  states: readonly EdgeDeviceState[],
  wanted: WantedModule,
  now: number,
): SeenRunning {
  const seen = states.flatMap(({ device, modules }) => {
    const found = modules[wanted.module];
    if (!isUp(found, wanted)) return [];
    const start = `${found.startedAt ?? ''} ${found.restarts}`;
    const known = before.get(device);
    return [[device, known?.start === start ? known : { start, since: now }] as const];
  });
  return new Map(seen);
}

const ended = ({ status, exitCode, description }: EdgeModuleState): string =>
  `it is in the state ${status} after exit code ${exitCode}${description === '' ? '' : ` (${description})`}`;

function standingOf(state: EdgeDeviceState, wanted: WantedModule, runsFor: number | undefined): Standing {
  const { applied, desiredVersion, reportedVersion, agent, modules } = state;
  if (!applied)
    return open('the layer is not applied: there is no base deployment below it, or another stands above');
  const found = modules[wanted.module];
  if (found?.image === wanted.image) {
    if (found.status === 'backoff' || found.status === 'failed' || found.status === 'unhealthy')
      return failed(ended(found));
    if (found.restarts > 0) return failed(`it has been restarted ${found.restarts} times`);
    if (found.status === 'stopped' && found.exitCode !== 0) return failed(ended(found));
    if (found.status !== 'running') return open(`the module is ${found.status}`);
    return runsFor === undefined ? open('the module has just started') : { kind: 'good', why: '' };
  }
  if (reportedVersion === undefined || reportedVersion < desiredVersion)
    return open('the agent has not reported yet');
  if (agent !== undefined && agent.code !== 200)
    return failed(agent.description || `the agent says ${agent.code}`);
  return open(found === undefined ? 'the module is not there yet' : `the module still runs ${found.image}`);
}

/**
 * @param settleSeconds how long a module has to run in one piece before it counts
 * @param now in milliseconds
 */
export function judgeDevices(
  states: readonly EdgeDeviceState[],
  wanted: WantedModule,
  {
    seen,
    settleSeconds,
    now,
  }: { readonly seen: SeenRunning; readonly settleSeconds: number; readonly now: number },
): DevicesVerdict {
  const standings = states.map((state) => {
    const since = seen.get(state.device)?.since;
    const runsFor = since !== undefined && now - since >= settleSeconds * 1000 ? now - since : undefined;
    return { device: state.device, ...standingOf(state, wanted, runsFor) };
  });
  const running = standings.filter(({ kind }) => kind === 'good').map(({ device }) => device);
  const silent = standings
    .filter(({ kind }) => kind === 'open')
    .map(({ device, why }) => `${device}: ${why}`);
  const broken = standings.find(({ kind }) => kind === 'failed');
  const known = { running, silent };
  if (states.length === 0)
    return { outcome: 'nobody', reason: 'no device meets the target condition', ...known };
  if (broken)
    return {
      outcome: 'failed',
      reason: `device ${broken.device}: ${broken.why}`,
      broken: broken.device,
      ...known,
    };
  if (silent.length === 0)
    return { outcome: 'running', reason: `all ${running.length} devices run it`, ...known };
  return {
    outcome: 'waiting',
    reason: `${running.length} of ${states.length} devices run it; ${silent[0] ?? ''}`,
    ...known,
  };
}
