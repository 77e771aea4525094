// Finds code that a program carries and can never use.
import type { Metafile } from 'esbuild';

interface Waste {
  readonly inputs: RegExp;
  readonly what: string;
  readonly remedy: string;
}

const known: readonly Waste[] = [
  {
    // 266 kB; esbuild can drop them only from a namespace import.
    inputs: /node_modules\/zod\/.*\/locales\/(?!en\.|index\.)\w+\./,
    what: "zod's messages in all languages",
    remedy: "Write import * as z from 'zod', not import { z }.",
  },
  {
    // 150 kB of API classes of which a program needs one.
    inputs: /node_modules\/azure-devops-node-api\/WebApi\.js$/,
    what: 'all clients of azure-devops-node-api',
    remedy: "Import the client's own module, such as azure-devops-node-api/ReleaseApi.js.",
  },
];

/** What the file carries in vain, each in one sentence with the remedy. */
export function findWaste(metafile: Metafile): readonly string[] {
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
  );
  return known
    .filter((waste) => inputs.filter((input) => waste.inputs.test(input)).length > 0)
    .map(({ what, remedy }) => `carries ${what}. ${remedy}`);
}
