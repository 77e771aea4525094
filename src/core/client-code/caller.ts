// What sample code has to know of a service.

/** How callers prove who they are, in the words of the service. */
export type AuthMode = 'Key' | 'AMLToken' | 'AADToken' | 'None';

export interface CallerOf {
  readonly service: string;
  readonly workspace: string;
  readonly resourceGroup: string;
  readonly scoringUri: string;
  readonly auth: AuthMode;
  /** Where it runs, as the command line spells it; absent for an online endpoint. */
  readonly computeType?: string;
  /** Addresses one deployment past the traffic rules. */
  readonly deployment?: string;
  /** One line of JSON. */
  readonly request: string;
}
