// Reads a conda environment file: its pip part is what the emulator installs, the rest it can only name.
import { parse } from 'yaml';
import { z } from 'zod';

export interface CondaFile {
  readonly pip: readonly string[];
  /** Packages that conda would install and the emulator does not, `python` among them. */
  readonly notInstalled: readonly string[];
}

const shape = z.object({
  name: z.string().optional(),
  channels: z.array(z.string()).optional(),
  dependencies: z.array(z.union([z.string(), z.object({ pip: z.array(z.string()) })])).default([]),
});

/**
 * Reads the text of a conda file.
 *
 * @throws Error saying what is wrong with it
 */
export function parseCondaFile(text: string): CondaFile {
  const { dependencies } = shape.parse(parse(text) ?? {});
  const pip = dependencies.flatMap((dependency) => (typeof dependency === 'string' ? [] : dependency.pip));
  const file = pip.find((requirement) => /^(-r|--requirement|-e|--editable)\b/.test(requirement.trim()));
  if (file !== undefined)
    throw new Error(`the pip part refers to a file ('${file}'), which the image build has not`);
  return {
    pip,
    notInstalled: dependencies.flatMap((dependency) => (typeof dependency === 'string' ? [dependency] : [])),
  };
}
