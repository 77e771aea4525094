// Ends process groups when this process dies without a chance to do it itself (SIGKILL, a crash).
import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';

// Reads "+ group" and "- group" lines. The end of its input means that the writer is gone, however that came about.
const script = `
trap '' INT TERM HUP
groups=""
while read -r sign group; do
  if [ "$sign" = + ]; then groups="$groups $group"; continue; fi
  kept=""
  for other in $groups; do [ "$other" = "$group" ] || kept="$kept $other"; done
  groups="$kept"
done
for group in $groups; do kill -KILL "-$group" 2>/dev/null; done
`;

export class ProcessGuard {
  #shell: ChildProcess | undefined;

  add(group: number): void {
    this.#shell ??= this.#start();
    this.#shell.stdin?.write(`+ ${group}\n`);
  }

  remove(group: number): void {
    this.#shell?.stdin?.write(`- ${group}\n`);
  }

  /** Ends the guard; what it still guards ends with it. */
  close(): void {
    this.#shell?.stdin?.end();
    this.#shell = undefined;
  }

  #start(): ChildProcess {
    const shell = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    // Neither the guard nor its pipe keeps this process alive; without a shell the stack is merely unguarded.
    shell.unref();
    shell.on('error', () => undefined);
    const { stdin } = shell;
    stdin.on('error', () => undefined);
    // It is a socket in Node, though typed as less.
    (stdin as unknown as Socket).unref();
    return shell;
  }
}
