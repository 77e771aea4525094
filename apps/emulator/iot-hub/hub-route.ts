// One call that the hub answers, and what it is answered with.

export interface HubCall {
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Without quotes. */
  readonly ifMatch: string | undefined;
  readonly header: (name: string) => string | undefined;
  readonly query: URLSearchParams;
  readonly now: Date;
}

export interface HubAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HubRoute {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  readonly path: string;
  /** What it needs below Microsoft.Devices/IotHubs. */
  readonly right: string;
  /** Query parameters besides api-version. */
  readonly parameters?: readonly string[];
  readonly handle: (call: HubCall) => HubAnswer;
}
