// Where a flow tells a person what it does. Secrets never go in here.

export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
}
