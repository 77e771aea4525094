// What the agent of an IoT Edge device says of itself and of its modules.

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
