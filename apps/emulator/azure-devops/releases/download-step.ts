// The download of artifacts at the start of a job: which sources get their type's download task injected, with which inputs.
import { renderTemplate } from '../data-sources/template-renderer.ts';
import type { ArtifactType } from '../extensions/artifact-type.ts';
import type { Switches } from '../switches.ts';
import type { DeployPhase, WorkflowTask } from './definition.ts';
import type { ReleaseArtifact } from './release.ts';

export interface DownloadStep {
  readonly task: WorkflowTask;
  readonly displayName: string;
}

export interface DownloadContext {
  readonly artifactType: (name: string) => ArtifactType | undefined;
  readonly switches: Switches;
  /** The variable System.DownloadArtifactsToRootFolder. */
  readonly toRootFolder: boolean;
}

interface Selection {
  readonly skipped: boolean;
  readonly itemPattern: string;
}

/** `All` takes everything, `Selective` the chosen items, `Skip` nothing; without an entry everything is taken. */
function selectionOf(phase: DeployPhase, alias: string): Selection {
  const input = phase.deploymentInput;
  const chosen = input?.artifactsDownloadInput?.downloadInputs?.find((each) => each.alias === alias);
  const mode = chosen?.artifactDownloadMode?.toLowerCase() ?? 'all';
  const items = mode === 'selective' ? (chosen?.artifactItems ?? []) : [];
  return {
    skipped: input?.skipArtifactsDownload === true || mode === 'skip',
    itemPattern: items.length === 0 ? '**' : items.join('\n'),
  };
}

function inputsOf(
  artifact: ReleaseArtifact,
  type: ArtifactType,
  itemPattern: string,
  toRootFolder: boolean,
): Record<string, string> {
  const inputs: Record<string, string> = {
    ...Object.fromEntries(Object.entries(artifact.definitionReference).map(([key, { id }]) => [key, id])),
    downloadPath: toRootFolder
      ? '$(System.DefaultWorkingDirectory)/'
      : `$(System.DefaultWorkingDirectory)/${artifact.alias}/`,
    itemPattern,
  };
  const mapped = Object.entries(type.taskInputMapping ?? {}).map(([name, template]): [string, string] => [
    name,
    renderTemplate(template, inputs),
  ]);
  return { ...inputs, ...Object.fromEntries(mapped) };
}

/**
 * One step for each source that is downloaded by a task. Throws with one sentence for a source of category Build while
 * the switch is off: the agent's own download through artifactDetails is not emulated.
 */
export function downloadSteps(
  artifacts: readonly ReleaseArtifact[],
  phase: DeployPhase,
  context: DownloadContext,
): readonly DownloadStep[] {
  return artifacts.flatMap((artifact) => {
    const type = context.artifactType(artifact.type);
    const { skipped, itemPattern } = selectionOf(phase, artifact.alias);
    if (!type?.artifactType || !type.downloadTaskId || skipped) return [];
    if (type.artifactType.toLowerCase() === 'build' && !context.switches.customBuildArtifactsTasks)
      throw new Error(
        `The switch customBuildArtifactsTasks is off: '${artifact.alias}' would be downloaded by the agent itself, which is not emulated.`,
      );
    return [
      {
        displayName: `Download artifact - ${artifact.alias} - ${type.displayName}`,
        task: {
          taskId: type.downloadTaskId,
          version: '*',
          enabled: true,
          inputs: inputsOf(artifact, type, itemPattern, context.toRootFolder),
        },
      },
    ];
  });
}
