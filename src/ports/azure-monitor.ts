// What deployments need from Azure Monitor: the setting that scales one.

/** An autoscale setting, as far as a plan depends on it. */
export interface AutoscaleSetting {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** `id` is the ARM id of a setting. Every call throws catalogue errors only. */
export interface AutoscaleSettings {
  get(id: string): Promise<AutoscaleSetting | undefined>;
  put(id: string, body: object): Promise<void>;
  /** One that is not there is no error. */
  delete(id: string): Promise<void>;
}
