// Where the servers of a workspace send their telemetry.

/** What a sender has to know of an Application Insights component. */
export interface TelemetryComponent {
  /** A GUID; the inference server switches telemetry off for anything else. */
  readonly instrumentationKey: string;
  /** Names the region's own addresses, which the key alone does not. */
  readonly connectionString: string;
}
