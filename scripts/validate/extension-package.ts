// The staged extension as the rules see it: parsed documents, the list of files, the pixel sizes of images.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { PNG } from 'pngjs';
import type { JsonObject } from '../json.ts';
import { objectsAt } from '../json.ts';
import type { Finding } from './finding.ts';
import type { Document } from './json-document.ts';
import { parseJsonDocument } from './json-document.ts';
import type { Place } from './shape.ts';

export interface Pixels {
  readonly width: number;
  readonly height: number;
}

export interface TaskDocument extends Document {
  /** Folder of the task version, e.g. `tasks/download-model/v1`. */
  readonly folder: string;
}

export interface ExtensionPackage {
  readonly manifest: Document;
  readonly fragments: readonly Document[];
  readonly tasks: readonly TaskDocument[];
  /** Every file below the staged folder, with forward slashes. */
  readonly files: readonly string[];
  /** PNG file -> its size; undefined where the file is no PNG. */
  readonly images: ReadonlyMap<string, Pixels | undefined>;
}

/** A contribution and where it stands. */
export interface Contribution {
  readonly value: JsonObject;
  readonly place: Place;
}

/** The contributions of the manifest and of all fragments. */
export const contributionsOf = (extension: ExtensionPackage): readonly Contribution[] =>
  [extension.manifest, ...extension.fragments].flatMap(({ file, value }) =>
    objectsAt(value, 'contributions').map((contribution, index) => ({
      value: contribution,
      place: { file, path: ['contributions', index] },
    })),
  );

/** Reads a staged folder; what cannot be parsed becomes a finding and is left out. */
export function loadStage(folder: string): { extension?: ExtensionPackage; findings: readonly Finding[] } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  const findings: Finding[] = [];
  const read = (file: string): readonly Document[] => {
    const parsed = parseJsonDocument(file, readFileSync(join(folder, file), 'utf8'));
    findings.push(...parsed.findings);
    return parsed.document === undefined ? [] : [parsed.document];
  };
  const [manifest] = files.filter((file) => file === 'vss-extension.json').flatMap(read);
  if (manifest === undefined) {
    const missing = {
      file: 'vss-extension.json',
      key: '',
      sentence: 'The manifest is missing.',
      remedy: 'Stage the extension first.',
    };
    return { findings: findings.length > 0 ? findings : [missing] };
  }
  const fragments = files.filter((file) => file.endsWith('.contribution.json')).flatMap(read);
  const tasks = files
    .filter((file) => /(^|\/)task\.json$/.test(file))
    .flatMap(read)
    .map((document) => ({ ...document, folder: document.file.split('/').slice(0, -1).join('/') }));
  const images = new Map(
    files
      .filter((file) => /\.png$/i.test(file))
      .map((file) => [file, pixels(readFileSync(join(folder, file)))]),
  );
  return { extension: { manifest, fragments, tasks, files, images }, findings };
}

function pixels(bytes: Buffer): Pixels | undefined {
  try {
    const { width, height } = PNG.sync.read(bytes);
    return { width, height };
  } catch {
    return undefined;
  }
}
