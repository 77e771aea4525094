// What a task needs of the pipeline that runs it.
import type { ServiceConnection } from '../core/service-connection.ts';
import type { Log } from './log.ts';

export interface TaskInputs {
  /** @throws InputMissing */
  required(name: string): string;
  /** Absent if empty. */
  optional(name: string): string | undefined;
  /** True for `true` in any case; an absent input is false. @throws InputInvalid for anything but true and false */
  flag(name: string): boolean;
  /** An absolute path; a relative one starts at the job's working folder. Absent if empty. */
  path(name: string): string | undefined;
  /** The lines of a multi-line input, trimmed, without empty ones. */
  lines(name: string): readonly string[];
}

export interface TaskVariables {
  get(name: string): string | undefined;
  /** Sets an output variable: later tasks read it as `<task's reference name>.<name>`. */
  setOutput(name: string, value: string): void;
  /** Sets an output variable that the log never shows. */
  setSecretOutput(name: string, value: string): void;
}

export interface TaskConnections {
  /**
   * The azurerm service connection that an input names; its secrets are registered with the log's masker first.
   * @throws InputMissing, ConnectionNotFound, ConnectionIncomplete, ConnectionSchemeNotSupported
   */
  azure(inputName: string): ServiceConnection;
  /**
   * The organization that the job runs in, and the job's own token for it, registered with the log's masker; absent if
   * the job has none.
   */
  azureDevOps(): { readonly url: string; readonly token: string } | undefined;
}

export interface TaskProgress {
  /** @param percent 0 to 100 */
  show(percent: number, what: string): void;
}

/** The paths (with '/') that a task's file patterns choose, in the order given. */
export type MatchPaths = (paths: readonly string[], patterns: readonly string[]) => readonly string[];

export interface TaskHost {
  readonly inputs: TaskInputs;
  readonly variables: TaskVariables;
  readonly connections: TaskConnections;
  readonly progress: TaskProgress;
  readonly log: Log;
  readonly match: MatchPaths;
}
