// An image of nginx for the tests, made of this machine's own Debian package: what stands in front of a container group's model.
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { importDebianImage, rootLinks } from './debian-image.ts';

/** Debian 12 has 1.22. */
export const nginxImage = 'azureml-release-tests/nginx:1.22';

/** Installed by .ci/run. A shell and `sleep` are what any other nginx image has, too. */
const nginxPackages = ['nginx', 'coreutils', 'dash'] as const;

/** Why the image can not be made here; undefined if it can. */
export const missingForNginx = (): string | undefined =>
  existsSync('/usr/sbin/nginx') ? undefined : 'nginx, which an image is made of, is not installed';

/** The folders that nginx writes to, and the user of its workers: Debian makes both when the package is installed. */
function addOurs(root: string): void {
  for (const name of rootLinks) symlinkSync(`usr/${name}`, join(root, name));
  for (const folder of ['etc', 'proc', 'run', 'tmp', 'var/lib/nginx', 'var/log/nginx'])
    mkdirSync(join(root, folder), { recursive: true });
  chmodSync(join(root, 'tmp'), 0o1777);
  writeFileSync(
    join(root, 'etc/passwd'),
    'root:x:0:0::/:/bin/sh\nwww-data:x:33:33::/:/bin/false\nnobody:x:65534:65534::/:/bin/false\n',
  );
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nwww-data:x:33:\nnogroup:x:65534:\n');
}

/**
 * Makes the image on an engine.
 *
 * @param folder an empty one for what is gathered; the caller removes it
 */
export async function importNginxImage(docker: Docker, folder: string): Promise<void> {
  const root = join(folder, 'root');
  mkdirSync(root, { recursive: true });
  addOurs(root);
  await importDebianImage(docker, {
    ...{ name: nginxImage, packages: nginxPackages, root, archive: join(folder, 'nginx.tar') },
    changes: ['ENV PATH=/usr/bin:/usr/sbin', 'CMD ["nginx", "-g", "daemon off;"]'],
  });
}
