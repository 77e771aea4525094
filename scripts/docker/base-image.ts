// The base image of the tests, made of this machine's own Debian files: no registry is asked. It has what our Dockerfiles
// use of an inference image of Azure Machine Learning: Python, conda (a stand-in), runit and its /var/runit.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Docker from 'dockerode';

/** What the generated Dockerfiles of the tests stand on. */
export const baseImage = 'azureml-release-tests/inference:1';

/** Installed by .ci/run; whatever else they need comes along as their dependency. */
export const basePackages = ['bash', 'coreutils', 'dash', 'python3-venv', 'runit'] as const;

/** Packages that Python loads lazily, or that wheels expect of every Linux. */
const besides = ['libstdc++6', 'ca-certificates', 'python3-distutils'];

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

/** What is not of Debian: the links at the root, the stand-in for conda, the service, and the packages to install from. */
function addOurs(root: string, wheels: string): void {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(root, name));
  for (const folder of [
    'opt/miniconda/bin',
    'opt/miniconda/envs',
    'var/runit/server',
    'etc',
    'tmp',
    'root',
    'proc',
  ])
    mkdirSync(join(root, folder), { recursive: true });
  chmodSync(join(root, 'tmp'), 0o1777);
  const ours = join(import.meta.dirname, 'base-image');
  copyFileSync(join(ours, 'conda'), join(root, 'opt/miniconda/bin/conda'));
  for (const name of ['run', 'finish']) copyFileSync(join(ours, name), join(root, 'var/runit/server', name));
  writeFileSync(join(root, 'etc/pip.conf'), '[global]\nno-index = true\nfind-links = /opt/wheels\n');
  execFileSync('cp', ['-r', wheels, join(root, 'opt/wheels')]);
}

/**
 * Downloads the packages that images may install, once for each list of them.
 *
 * @returns the folder that they are in
 */
function fetchWheels(cacheDir: string, requirements: readonly string[]): string {
  const key = createHash('sha256').update(requirements.join('\n')).digest('hex').slice(0, 16);
  const folder = join(cacheDir, `wheels-${key}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheDir, { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  const tool = join(fresh, 'venv');
  execFileSync('/usr/bin/python3', ['-m', 'venv', tool]);
  execFileSync(
    join(tool, 'bin/pip'),
    ['download', '--quiet', '--disable-pip-version-check', '--dest', fresh, 'pip', ...requirements],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  rmSync(tool, { recursive: true });
  // Whole or not at all: an interrupted download leaves no folder of that name.
  renameSync(fresh, folder);
  return folder;
}

export interface BaseImageOptions {
  /** An empty one for what is gathered; the caller removes it. */
  readonly folder: string;
  /** Keeps what was downloaded. */
  readonly cacheDir: string;
  /** Pip packages that images on it may install. */
  readonly requirements: readonly string[];
}

/** Makes the base image on an engine. */
export async function importBaseImage(
  docker: Docker,
  { folder, cacheDir, requirements }: BaseImageOptions,
): Promise<void> {
  const wheels = fetchWheels(cacheDir, requirements);
  const root = join(folder, 'root');
  mkdirSync(root, { recursive: true });
  addOurs(root, wheels);
  const archive = join(folder, 'base.tar');
  const list = filesOf(withDependencies([...basePackages, ...besides])).join('\n');
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
  const [repo, tag] = baseImage.split(':');
  const changes = ['ENV PATH=/opt/miniconda/bin:/usr/local/bin:/usr/bin:/usr/sbin', 'ENV LANG=C.UTF-8'];
  const stream = await docker.importImage(createReadStream(archive), { repo, tag, changes });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()));
  });
}
