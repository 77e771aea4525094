// The points where the real service's behaviour is likely or unverified: each is a switch with the documented default.

export interface Switches {
  /** Server flag CustomBuildArtifactsTasks: inject the download task for types of category Build too. Default on. */
  readonly customBuildArtifactsTasks: boolean;
  /** Fail a task that overwrites a read-only variable; the agent's default is only a warning. Default off. */
  readonly readOnlyVariablesEnforced: boolean;
  /** Refuse a connection whose host is this machine, as the hosted service does. Default off: the stack is local. */
  readonly refuseLoopback: boolean;
  /** Append the job's `Node24` handler when that runtime is there; off forces the next one. Default on. */
  readonly preferNode24: boolean;
}

export const defaultSwitches: Switches = {
  customBuildArtifactsTasks: true,
  readOnlyVariablesEnforced: false,
  refuseLoopback: false,
  preferNode24: true,
};
