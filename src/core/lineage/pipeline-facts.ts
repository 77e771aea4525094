// What a pipeline's variables say about who deploys. A release has the first ones, a pipeline run the last.
import { type LineageFact, tagsOf } from './lineage-tags.ts';

const variables = {
  release: 'Release.ReleaseName',
  releaseUrl: 'Release.ReleaseWebURL',
  stage: 'Release.EnvironmentName',
  run: 'Build.BuildNumber',
  commit: 'Build.SourceVersion',
} as const satisfies Partial<Record<LineageFact, string>>;

/** @param read a variable by its name in the pipeline, e.g. `Build.BuildNumber`; absent or empty outside one */
export function pipelineTags(read: (variable: string) => string | undefined): Record<string, string> {
  return tagsOf(
    Object.fromEntries(Object.entries(variables).map(([fact, variable]) => [fact, read(variable)])),
  );
}

/** The environment variable in which the agent hands a variable of the pipeline to a program. */
export const agentVariable = (variable: string): string => variable.toUpperCase().replaceAll('.', '_');
