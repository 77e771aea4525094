// Rules: every file that the manifest and its fragments name is there, and images have the pixels that are asked for.
import { objectsAt, textAt } from '../../json.ts';
import type { Json } from '../../json.ts';
import type { Document } from '../json-document.ts';
import type { ExtensionPackage, Pixels } from '../extension-package.ts';
import type { Finding } from '../finding.ts';
import type { Place } from '../shape.ts';
import { finding } from '../shape.ts';
import type { Rule } from '../rule.ts';

/** Sizes the marketplace shows images in. */
const iconSize: Pixels = { width: 128, height: 128 };
const screenshotSize: Pixels = { width: 1366, height: 768 };

interface Reference {
  readonly place: Place;
  /** Path below the staged folder. */
  readonly path: string;
  readonly pixels?: Pixels;
}

/** The findings about one image, which is known to exist. */
export function judgeImage(
  extension: ExtensionPackage,
  place: Place,
  path: string,
  wanted: Pixels,
): readonly Finding[] {
  const size = extension.images.get(path);
  const remedy = `Make it a PNG of ${wanted.width} x ${wanted.height} pixels.`;
  if (size === undefined) return [finding(place, `'${path}' is not a PNG image.`, remedy)];
  return size.width === wanted.width && size.height === wanted.height
    ? []
    : [finding(place, `'${path}' has ${size.width} x ${size.height} pixels.`, remedy)];
}

/** A path in a document is read from the document's folder. */
function fromDocument(document: Document, path: string): string {
  const folder = document.file.split('/').slice(0, -1);
  return [...folder, ...path.split('/')].filter((part) => part !== '' && part !== '.').join('/');
}

function references(document: Document): readonly Reference[] {
  const { file, value } = document;
  const at = (
    path: readonly PropertyKey[],
    text: string | undefined,
    pixels?: Pixels,
  ): readonly Reference[] =>
    text === undefined
      ? []
      : [{ place: { file, path }, path: fromDocument(document, text), ...(pixels && { pixels }) }];
  const content = value['content'];
  const inContent = (key: string): Json | undefined =>
    typeof content === 'object' && content !== null && !Array.isArray(content)
      ? (content as Readonly<Record<string, Json>>)[key]
      : undefined;
  return [
    ...at(['icons', 'default'], textAt(value['icons'], 'default'), iconSize),
    ...['details', 'license', 'privacypolicy'].flatMap((key) =>
      at(['content', key, 'path'], textAt(inContent(key), 'path')),
    ),
    ...objectsAt(value, 'screenshots').flatMap((entry, index) =>
      at(['screenshots', index, 'path'], textAt(entry, 'path'), screenshotSize),
    ),
    ...objectsAt(value, 'files').flatMap((entry, index) =>
      at(['files', index, 'path'], textAt(entry, 'path')),
    ),
  ];
}

/** Named files that are missing, images of the wrong size, and files that differ in case only. */
export const manifestFiles: Rule = (extension) => {
  const named = [extension.manifest, ...extension.fragments].flatMap(references);
  const missing = named.flatMap(({ place, path, pixels }) => {
    const there = extension.files.some((file) => file === path || file.startsWith(`${path}/`));
    if (!there)
      return [
        finding(place, `There is no '${path}' in the extension.`, 'Add the file, or correct the path.'),
      ];
    return pixels === undefined ? [] : judgeImage(extension, place, path, pixels);
  });
  const seen = new Set<string>();
  const clashes = extension.files.flatMap((file) => {
    const folded = file.toLowerCase();
    if (seen.has(folded)) {
      return [
        finding({ file, path: [] }, `'${file}' and another file differ in case only.`, 'Rename one of them.'),
      ];
    }
    seen.add(folded);
    return [];
  });
  return [...missing, ...clashes];
};
