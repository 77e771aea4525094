// The tags that say who put something there: release, stage, run, commit and training run.

export const lineagePrefix = 'azureml-release.';

/** Name of what is known -> tag. */
export const lineageTags = {
  release: `${lineagePrefix}release`,
  releaseUrl: `${lineagePrefix}releaseUrl`,
  stage: `${lineagePrefix}stage`,
  run: `${lineagePrefix}run`,
  commit: `${lineagePrefix}commit`,
  model: `${lineagePrefix}model`,
  workspace: `${lineagePrefix}workspace`,
  trainingRun: `${lineagePrefix}trainingRun`,
  promotedFrom: `${lineagePrefix}promotedFrom`,
} as const;

export type LineageFact = keyof typeof lineageTags;

/** What a person reads, in the order that they ask. */
const words: Readonly<Record<Exclude<LineageFact, 'model' | 'workspace'>, string>> = {
  release: 'release',
  stage: 'stage',
  run: 'run',
  commit: 'commit',
  trainingRun: 'training run',
  promotedFrom: 'promoted from',
  releaseUrl: '',
};

/** ARM refuses longer values. */
const maxTagValue = 256;

/** Tags of what is known; empty facts are left out. */
export function tagsOf(facts: Partial<Record<LineageFact, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    (Object.keys(lineageTags) as LineageFact[]).flatMap((fact) => {
      const value = facts[fact]?.trim() ?? '';
      return value === '' ? [] : [[lineageTags[fact], value.slice(0, maxTagValue)]];
    }),
  );
}

/** What the tags of a thing say about how it came there; empty if they say nothing. */
export function factsOf(tags: Readonly<Record<string, string>>): Partial<Record<LineageFact, string>> {
  return Object.fromEntries(
    Object.entries(lineageTags).flatMap(([fact, tag]) => {
      const value = tags[tag];
      return value === undefined ? [] : [[fact, value]];
    }),
  );
}

/** One line, e.g. `release Release-12, stage Production, commit 1a2b3c`; absent if the tags say nothing. */
export function lineageInWords(tags: Readonly<Record<string, string>>): string | undefined {
  const facts = factsOf(tags);
  const parts = Object.entries(words).flatMap(([fact, word]) => {
    const value = facts[fact as LineageFact];
    return value === undefined ? [] : [`${word} ${value}`.trim()];
  });
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** `tags` with what `lineage` says in place of what another one left there; an empty lineage says nothing and takes nothing away. */
export function withLineage(
  tags: Readonly<Record<string, string>>,
  lineage: Readonly<Record<string, string>>,
): Record<string, string> {
  if (Object.keys(lineage).length === 0) return { ...tags };
  const ours: readonly string[] = Object.values(lineageTags);
  return { ...Object.fromEntries(Object.entries(tags).filter(([name]) => !ours.includes(name))), ...lineage };
}
