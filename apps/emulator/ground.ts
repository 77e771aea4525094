// What every service of the stack stands on: directories, a certificate, the processes, the clock, the list of gaps.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createControl, type Control } from './arm/control.ts';
import { makeDirectories, type Directories } from './directories.ts';
import { createCertificateAuthority, type ServerCertificate } from './kernel/certificate-authority.ts';
import { GapList } from './kernel/gap-list.ts';
import { ProcessTable } from './kernel/process-table.ts';
import type { Teardown } from './kernel/teardown.ts';
import { systemTime, type Time } from './kernel/time.ts';

export interface Ground {
  readonly directories: Directories;
  /** The stack's authority, in PEM, and the file that holds it. */
  readonly caPem: string;
  readonly caFile: string;
  readonly certificate: ServerCertificate;
  readonly gaps: GapList;
  readonly processes: ProcessTable;
  readonly control: Control;
  readonly time: Time;
}

export async function layGround(stateDir: string | undefined, teardown: Teardown): Promise<Ground> {
  const time = systemTime;
  const processes = new ProcessTable();
  const directories = await makeDirectories(stateDir, teardown);
  teardown.add('processes', () => processes.stopAll());
  const authority = await createCertificateAuthority(time.now());
  const caFile = join(directories.state, 'ca.pem');
  await writeFile(caFile, authority.caPem);
  return {
    ...{ directories, caPem: authority.caPem, caFile, certificate: await authority.issueForLocalhost() },
    ...{ gaps: new GapList(), processes, control: createControl(), time },
  };
}
