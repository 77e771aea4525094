// Runs the sample code of `service client` as its reader would: by bash, by Python, and compiled from C#.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Context } from 'mocha';
import type { Language } from '../../../../src/core/client-code/client-code.ts';
import { skip } from '../../../support/skip.ts';

const execute = promisify(execFile);

/** Runs the program with these variables. @returns what it printed; rejects when it fails */
export type RunClient = (variables: Readonly<Record<string, string>>) => Promise<string>;

interface Sample {
  readonly code: string;
  /** For what is compiled. */
  readonly folder: string;
  /** The authority that the program has to trust. */
  readonly caFile: string;
}

/** Mono reads no variable for authorities, but has a store of its own below this folder. */
async function compiled({ code, folder, caFile }: Sample): Promise<string> {
  const env = { ...process.env, XDG_CONFIG_HOME: folder };
  const [source, program] = [join(folder, 'client.cs'), join(folder, 'client.exe')];
  await writeFile(source, code);
  await execute('mcs', ['-warnaserror', '-r:System.Net.Http.dll', `-out:${program}`, source], { env });
  await execute('cert-sync', ['--user', caFile], { env });
  return program;
}

const hasMono = (): Promise<boolean> =>
  execute('mcs', ['--version']).then(
    () => true,
    () => false,
  );

/** A machine without a C# compiler skips its test, with the reason. */
export async function clientProgram(test: Context, language: Language, sample: Sample): Promise<RunClient> {
  const { code, folder, caFile } = sample;
  if (language === 'csharp' && !(await hasMono())) skip(test, 'there is no C# compiler (mono-mcs)');
  const commands: Readonly<Record<Language, () => Promise<readonly [string, ...string[]]>>> = {
    curl: () => Promise.resolve(['bash', '-c', code]),
    python: () => Promise.resolve(['python3', '-c', code]),
    csharp: async () => ['mono', await compiled(sample)],
  };
  const [program, ...argv] = await commands[language]();
  const trust = { CURL_CA_BUNDLE: caFile, SSL_CERT_FILE: caFile, XDG_CONFIG_HOME: folder };
  return async (variables) =>
    (await execute(program, argv, { env: { ...process.env, ...trust, ...variables } })).stdout;
}
