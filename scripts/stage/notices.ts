// The notices of the packages that the tasks are bundled with. Their licences ask for a copy of the notice with every copy of the code.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { packagesOf } from '../build/bundled-packages.ts';
import { readJsonObject, textAt } from '../json.ts';

/** Licences that allow to pass on a bundle under ours, if the notice comes with it. */
const allowed = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

export interface Notice {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** @throws Error when the package's licence is none that we may bundle */
function readNotice(folder: string): Notice {
  const described = readJsonObject(join(folder, 'package.json'));
  const name = textAt(described, 'name') ?? folder;
  const licence = textAt(described, 'license') ?? 'none';
  if (!allowed.includes(licence)) {
    throw new Error(
      `The licence '${licence}' of the bundled package '${name}' is none of ${allowed.join(', ')}.`,
    );
  }
  const file = readdirSync(folder).find((one) => /^licen[cs]e(\.(md|txt))?$/i.test(one));
  const text =
    file === undefined
      ? '(The package carries no text of its licence.)'
      : readFileSync(join(folder, file), 'utf8');
  return {
    name,
    version: textAt(described, 'version') ?? '',
    licence,
    text: text.replaceAll('\r\n', '\n').trim(),
  };
}

/** The notices of every package in these bundles, by name. */
export function noticesOf(root: string, metafiles: readonly Metafile[]): readonly Notice[] {
  const folders = [...new Set(metafiles.flatMap(packagesOf))].filter((folder) =>
    existsSync(join(root, folder)),
  );
  return folders.map((folder) => readNotice(join(root, folder))).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** All notices as one page of plain text. */
export function noticesPage(notices: readonly Notice[]): string {
  const parts = notices.map(
    ({ name, version, licence, text }) => `${'-'.repeat(79)}\n${name} ${version} (${licence})\n\n${text}\n`,
  );
  return `This extension contains the following packages.\n\n${parts.join('\n')}`;
}
