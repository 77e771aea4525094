// Which packages a bundle is made of.
import type { Metafile } from 'esbuild';

/** The package folder a bundled source file belongs to, or undefined for our own code. */
function packageFolder(input: string): string | undefined {
  const marker = 'node_modules/';
  const start = input.lastIndexOf(marker);
  if (start < 0) return undefined;
  const parts = input.slice(start + marker.length).split('/');
  const name = parts.slice(0, parts[0]?.startsWith('@') === true ? 2 : 1).join('/');
  return input.slice(0, start + marker.length) + name;
}

/** The name of the package in a folder, e.g. `@azure/identity`. */
export const packageName = (folder: string): string =>
  folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** The package folders of which at least one byte reached the output. */
export function packagesOf(metafile: Metafile): readonly string[] {
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
  );
  return [...new Set(inputs.flatMap((input) => packageFolder(input) ?? []))];
}
