// What a deployment to IoT Edge needs from an IoT Hub: its configurations, and what the devices make of them.
import type { EdgeDeviceState } from '../core/edge/device-state.ts';

/** A configuration (automatic deployment) as the hub keeps it. */
export interface EdgeConfiguration {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly targetCondition: string;
  readonly priority: number;
  /** Image by module. */
  readonly modules: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly createdAt: string;
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
}

/** `hub` is the host name of an IoT Hub. Every call throws catalogue errors only. */
export interface EdgeDevices {
  /** The devices that the configuration `id` targets. */
  targeted(hub: string, id: string): Promise<readonly EdgeDeviceState[]>;
  /**
   * The last lines that a module printed, asked of the agent of a device.
   *
   * @throws AzureRejected, AzureResourceNotFound when the device can not be reached
   */
  logs(
    hub: string,
    module: { readonly device: string; readonly module: string; readonly tail: number },
  ): Promise<string>;
}
