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
  /** Artifact types of extensions may have triggers; off refuses them with the server's message. Default on. */
  readonly customArtifactTrigger: boolean;
  /** An event is matched to sources with the mapped values only; off: with the whole payload as well. Default on. */
  readonly mappedWebhookValuesOnly: boolean;
  /** A hook is removed when an entry's Value is its payloadUrl; on: also when it is the hook's GUID. Default off. */
  readonly deleteWebhookById: boolean;
  /** Call deletewebhook although listwebhook shows no matching entry. Default off. */
  readonly deleteWebhookWithoutMatch: boolean;
  /** Saves that register a hook wait for each other; off lets two of them race. Default on. */
  readonly webhookSavesInTurn: boolean;
  /** `trigger: true` of a build resource registers a hook for types of extensions too. Default on. */
  readonly yamlBuildTriggers: boolean;
  /** A list of builds shows the template parameters of each, as one build alone does. Default on. */
  readonly buildListHasParameters: boolean;
  /** Make no second release of a definition for one version of one source; no such rule is known. Default off. */
  readonly oneReleasePerVersion: boolean;
}

export const defaultSwitches: Switches = {
  customBuildArtifactsTasks: true,
  readOnlyVariablesEnforced: false,
  refuseLoopback: false,
  preferNode24: true,
  customArtifactTrigger: true,
  mappedWebhookValuesOnly: true,
  deleteWebhookById: false,
  deleteWebhookWithoutMatch: false,
  webhookSavesInTurn: true,
  yamlBuildTriggers: true,
  buildListHasParameters: true,
  oneReleasePerVersion: false,
};

/** The names of all switches. */
export const switchNames = Object.keys(defaultSwitches) as (keyof Switches)[];
