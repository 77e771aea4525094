// What a deployment to IoT Edge needs from an IoT Hub: its configurations, and what the devices make of them.

/** A configuration (automatic deployment) as the hub keeps it. */
export interface EdgeConfiguration {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly targetCondition: string;
  readonly priority: number;
  /** ISO 8601. */
  readonly createdAt: string;
}

export interface EdgeModuleState {
  readonly image: string;
  /** `running`, `backoff`, `failed`, `stopped`, ... in the agent's words. */
  readonly status: string;
  readonly exitCode: number;
  readonly description: string;
  readonly restarts: number;
  /** ISO 8601; absent for one that never ran. */
  readonly startedAt?: string;
}

/** One targeted device, as its agent reported last. */
export interface EdgeDeviceState {
  readonly device: string;
  /** Whether the configuration is in what the device shall run; if not, others stand above it or there is no base. */
  readonly applied: boolean;
  /** Version of what the device shall run, and of what it has last carried out. */
  readonly desiredVersion: number;
  readonly reportedVersion?: number;
  /** 200 when the agent carried everything out, and what it says when not. */
  readonly agent?: { readonly code: number; readonly description: string };
  readonly modules: Readonly<Record<string, EdgeModuleState>>;
}

/** `hub` is the host name of an IoT Hub. Every call throws catalogue errors only. */
export interface EdgeConfigurations {
  list(hub: string): Promise<readonly EdgeConfiguration[]>;
  /** Of one that is there with the same labels nothing is changed. @throws AzureConflict if another one has its id */
  create(hub: string, id: string, body: object): Promise<void>;
  /** The only thing about the content of a configuration that may change later is how high it lies. */
  setPriority(hub: string, id: string, priority: number): Promise<void>;
  /** One that is not there is no error. */
  delete(hub: string, id: string): Promise<void>;
  /** The devices that the configuration targets. */
  devices(hub: string, id: string): Promise<readonly EdgeDeviceState[]>;
}
