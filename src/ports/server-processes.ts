// Scoring servers as processes of this machine, each in a virtual environment.
import type { ServerHost } from './server-host.ts';

/** The body that a server is made of. */
export interface ProcessSpec {
  /** Key of the virtual environment that it runs in. */
  readonly environment: string;
  /** Absolute path of the folder that the entry script's imports start from. */
  readonly appRoot: string;
  /** Relative to `appRoot`. */
  readonly entryScript: string;
  /** Variables, without anything of this process's own. */
  readonly variables: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Absent: a free one at each start. */
  readonly port?: number;
}

export interface ServerProcesses extends ServerHost {
  environmentExists(key: string): Promise<boolean>;
  /**
   * Makes the virtual environment `key` with pip.
   *
   * @param onLine each line that pip says
   * @throws PythonNotFound, PackagesNotInstalled
   */
  buildEnvironment(
    key: string,
    requirements: readonly string[],
    onLine: (line: string) => void,
  ): Promise<void>;
}
