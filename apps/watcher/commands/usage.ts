// The help of the commands by which a person steers the watcher.
import { type CommandName, isLooking } from './arguments.ts';

const synopsis: Readonly<Record<CommandName, readonly [line: string, what: string]>> = {
  status: ['status', 'what each watch does, and what keeps it from doing more'],
  explain: ['explain MODEL VERSION', 'the time line of a version: why it did or did not fire'],
  pause: ['pause', 'nothing fires; what is new is recorded and stays owed'],
  resume: ['resume', 'lifts a pause, and the hold of a storm; what is owed fires'],
  skip: ['skip MODEL VERSION', 'a version that is owed or waits does not fire'],
  pin: ['pin MODEL VERSION', 'nothing but this version fires'],
  unpin: ['unpin', 'lifts the pin; what was held back by it fires'],
  replay: ['replay MODEL VERSION', 'fires a version again, on purpose'],
  'fast-forward': ['fast-forward', 'what was registered until now is passed over; lifts the hold of a storm'],
};

/** One line for each command. */
export const commandLines: string = Object.values(synopsis)
  .map(([line, what]) => `  ${line.padEnd(22)} ${what}`)
  .join('\n');

export function commandUsage(command: CommandName): string {
  const [line, what] = synopsis[command];
  return isLooking(command) ? lookingUsage(line, what) : orderUsage(line, what);
}

const lookingUsage = (line: string, what: string): string => `azureml-release watch ${line}: ${what}

  azureml-release watch ${line} [--watch NAME] [--state FILE] [--config FILE] [--json]

  --watch NAME   only this watch
${common}
Status: 0 done, 2 not done.`;

const orderUsage = (line: string, what: string): string => `azureml-release watch ${line}: ${what}

  azureml-release watch ${line} [--watch NAME | --all] [--reason TEXT]
                        [--state FILE] [--config FILE] [--json]

  --watch NAME   only this watch; it may be left out if only one can be meant
  --all          all of those that can be meant
  --reason TEXT  why, for whoever asks later
${common}
The watcher obeys on its next turn. Status: 0 done, or so already; 2 not done.`;

const common = `\
  --state FILE   the state of the watcher, which may be running; default ./watch.db
  --config FILE  the configuration: for a state in a storage account, and for watches that have never run
  --json         one JSON object
  --help         this text
`;
