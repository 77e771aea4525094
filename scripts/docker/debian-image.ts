// Files of the Debian packages that this machine has: what images for tests are made of, because no registry is asked.
import { execFileSync } from 'node:child_process';
import { createReadStream, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Docker from 'dockerode';

const notNeeded = /^\/usr\/share\/(?:doc|man|locale|lintian|info|bash-completion)\/|\/__pycache__\//;
const dependencyOnly = /^(?:debconf|dpkg|perl|adduser|passwd|login|init-system|sysuser|lsb|tar$|libperl)/;

const query = (...args: readonly string[]) =>
  execFileSync('dpkg-query', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 26,
  });

function dependenciesOf(name: string): readonly string[] {
  try {
    return query('-W', '-f', '${Depends},${Pre-Depends}', name)
      .split(',')
      .map((one) => (one.split('|')[0] ?? '').trim().replace(/[ :(].*$/, ''))
      .filter((one) => one !== '' && !dependencyOnly.test(one));
  } catch {
    // A virtual package, or an alternative that is not the installed one: its provider is somebody else's dependency, too.
    return [];
  }
}

function withDependencies(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    dependenciesOf(name).forEach(visit);
  };
  names.forEach(visit);
  return [...seen];
}

function filesOf(packages: readonly string[]): readonly string[] {
  const listed = packages.flatMap((name) => {
    try {
      return query('-L', name).split('\n');
    } catch {
      return [];
    }
  });
  const files = new Set<string>();
  for (const path of listed) {
    if (path === '' || notNeeded.test(path)) continue;
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined || found.isDirectory()) continue;
    // /lib is a link to /usr/lib: the file belongs behind it.
    const file = join(realpathSync(dirname(path)), basename(path)).slice(1);
    if (file.includes('/')) files.add(file);
  }
  return [...files];
}

/** The links at the root of a Debian system: /lib is /usr/lib. */
export const rootLinks = ['bin', 'sbin', 'lib', 'lib64'] as const;

export interface DebianImage {
  /** With its tag. */
  readonly name: string;
  readonly packages: readonly string[];
  /** What is not of Debian, as it lies in the image. */
  readonly root: string;
  /** Where the archive is written, outside `root`; the caller removes it. */
  readonly archive: string;
  /** Instructions of a Dockerfile. */
  readonly changes: readonly string[];
}

/** Makes an image on an engine: installed packages with what they depend on, and a folder over them. */
export async function importDebianImage(
  docker: Docker,
  { name, packages, root, archive, changes }: DebianImage,
): Promise<void> {
  const list = filesOf(withDependencies(packages)).join('\n');
  const tar = (args: readonly string[], input?: string) =>
    execFileSync('tar', args, {
      ...(input !== undefined && { input }),
      stdio: ['pipe', 'ignore', 'inherit'],
    });
  tar(
    ['--create', '--file', archive, '--no-recursion', '--directory', '/', '--files-from', '-'],
    `${list}\n`,
  );
  tar(['--append', '--file', archive, '--directory', root, ...readdirSync(root)]);
  const [repo, tag] = name.split(':');
  const stream = await docker.importImage(createReadStream(archive), { repo, tag, changes: [...changes] });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()));
  });
}
