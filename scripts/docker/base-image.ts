// The base image of the tests, made of this machine's own Debian files: no registry is asked. It has what our Dockerfiles
// use of an inference image of Azure Machine Learning: Python, conda (a stand-in), runit and its /var/runit.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { importDebianImage, rootLinks } from './debian-image.ts';

/** What the generated Dockerfiles of the tests stand on. */
export const baseImage = 'azureml-release-tests/inference:1';

/** Installed by .ci/run; whatever else they need comes along as their dependency. */
const basePackages = ['bash', 'coreutils', 'dash', 'python3-venv', 'runit'] as const;

/** Packages that Python loads lazily, or that wheels expect of every Linux. */
const besides = ['libstdc++6', 'ca-certificates', 'python3-distutils'];

/** What is not of Debian: the links at the root, the stand-in for conda, the service, and the packages to install from. */
function addOurs(root: string, wheels: string): void {
  for (const name of rootLinks) symlinkSync(`usr/${name}`, join(root, name));
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
  await importDebianImage(docker, {
    name: baseImage,
    packages: [...basePackages, ...besides],
    ...{ root, archive: join(folder, 'base.tar') },
    changes: ['ENV PATH=/opt/miniconda/bin:/usr/local/bin:/usr/bin:/usr/sbin', 'ENV LANG=C.UTF-8'],
  });
}
