// What the command line is given by whoever runs it, and what it gives back.
import type { Clock } from '../../src/ports/clock.ts';
import type { MigrationFiles } from '../../src/ports/migration-files.ts';
import type { ProjectFiles } from '../../src/ports/project-files.ts';

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** @throws FileNotFound or FileUnreadable, naming the file as `what` */
  readonly readText: (path: string, what: string) => string;
}

export interface ProgramOptions extends Surroundings {
  /** Without the program's own name. */
  readonly argv: readonly string[];
  readonly files: MigrationFiles;
  /** The files of a deployment: where relative paths start, and a reader that stays below a folder. */
  readonly project: {
    readonly workingFolder: string;
    files(root: string): ProjectFiles;
  };
  readonly clock: Clock;
  /** Tells of the first signal that ends a program; returns to hear no more. */
  readonly onSignal?: (told: (signal: string) => void) => () => void;
  /** Hands over to the watcher, which says by itself how it ended. */
  readonly startWatcher: (argv: readonly string[]) => Promise<undefined>;
  /** What was asked for; the text brings its own line ends. */
  readonly writeOut: (text: string) => void;
  /** What is said about it. */
  readonly writeAside: (text: string) => void;
}

/** 0: done. 1: done, but something is left for a person. 2: not done. */
export type ExitStatus = 0 | 1 | 2;
