// What a virtual environment gets of a conda file: its pip part.
import { parse } from 'yaml';
import * as z from 'zod';

export interface PipRequirements {
  readonly pip: readonly string[];
  /** What conda alone would install, without Python and pip themselves. */
  readonly condaOnly: readonly string[];
}

const condaFile = z.looseObject({
  dependencies: z
    .array(z.union([z.string(), z.looseObject({ pip: z.array(z.string()).default([]) })]))
    .default([]),
});

/** A name without version: `python=3.11` -> `python`. */
const nameOf = (dependency: string) => /^[\w.:-]+/.exec(dependency)?.[0] ?? dependency;

/** The text was checked when it was read; what is no conda file gives nothing to install. */
export function pipRequirements(condaText: string | undefined): PipRequirements {
  const parsed = condaFile.safeParse(condaText === undefined ? {} : (parse(condaText) ?? {}));
  const dependencies = parsed.success ? parsed.data.dependencies : [];
  const words = dependencies.filter((one) => typeof one === 'string');
  return {
    pip: dependencies.flatMap((one) => (typeof one === 'string' ? [] : one.pip)).toSorted(),
    condaOnly: words.filter((one) => !/^(?:python|pip)$/.test(nameOf(one))),
  };
}

/** The package that serves; an environment without it gets it, as v1's images had it. */
export const serverRequirement = 'azureml-inference-server-http';

export const hasServer = (pip: readonly string[]): boolean =>
  pip.some((one) => one.toLowerCase().startsWith(serverRequirement) || /^azureml-defaults\b/i.test(one));
