// What the server checks when a release definition is saved.
import { newestTask, type TaskDefinition } from '../extensions/task-definition.ts';
import { invalidRequest, VssError } from '../rest/vss-error.ts';
import { artifactInputs, type DefinitionEnvironment, type DefinitionInput } from './definition.ts';
import { validateArtifact, type ArtifactContext } from './validate-artifact.ts';

export interface DefinitionContext extends ArtifactContext {
  readonly tasks: readonly TaskDefinition[];
  /** The switch of that name; on when absent. */
  readonly customArtifactTrigger?: boolean;
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => {
    const key = name.toLowerCase();
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}

function checkStage(stage: DefinitionEnvironment, context: DefinitionContext): void {
  if (!stage.retentionPolicy)
    throw invalidRequest(
      `VS402982: A retention policy is not set for the stage '${stage.name}'. Retention policies at the release pipeline level are deprecated. Use the stage level retention policy instead.`,
    );
  if (stage.deployPhases.length === 0)
    throw invalidRequest(`VS402877: The stage '${stage.name}' has no deployment phase.`);
  for (const side of [stage.preDeployApprovals, stage.postDeployApprovals])
    if (side?.approvals?.some((approval) => approval.isAutomated === false))
      throw new VssError(
        501,
        'NotImplementedException',
        `Manual approvals (stage '${stage.name}') are not emulated.`,
      );
  for (const phase of stage.deployPhases) {
    if (phase.phaseType !== 'agentBasedDeployment')
      throw new VssError(
        501,
        'NotImplementedException',
        `Phases of type '${phase.phaseType}' are not emulated.`,
      );
    for (const task of phase.workflowTasks)
      if (!newestTask(context.tasks, task.taskId, task.version))
        throw invalidRequest(
          `VS402953: The stage '${stage.name}' uses the task ${task.taskId} version ${task.version}, which is not installed in this organization.`,
        );
  }
}

/** Rules about when releases start by themselves. */
function checkTriggers(definition: DefinitionInput, context: DefinitionContext): void {
  const waiting = definition.artifacts.filter(
    (source) => artifactInputs(source)['defaultVersionType'] === 'selectDuringReleaseCreationType',
  );
  for (const trigger of definition.triggers) {
    const held =
      trigger.triggerType === 'schedule'
        ? waiting[0]
        : waiting.find(({ alias }) => alias !== trigger.artifactAlias);
    if (held)
      throw invalidRequest(
        `The artifact source '${held.alias}' asks for its version when the release is created, so releases cannot start by themselves.`,
      );
    if (trigger.triggerType !== 'artifactSource')
      throw new VssError(
        501,
        'NotImplementedException',
        `Triggers of type '${trigger.triggerType}' are not emulated.`,
      );
    const source = definition.artifacts.find(({ alias }) => alias === trigger.artifactAlias);
    if (!source)
      throw invalidRequest(
        `The trigger names the artifact source '${trigger.artifactAlias ?? ''}', which is not there.`,
      );
    const type = context.artifactType(source.type);
    if (type?.artifactTriggerConfiguration?.isTriggerSupported !== true)
      throw invalidRequest(`The artifact type '${source.type}' does not support triggers.`);
    if (context.customArtifactTrigger === false)
      throw invalidRequest('Custom artifact trigger feature is not enabled.');
  }
}

/** Gives the definition with the ids of its sources. Throws VssError naming what the server would refuse. */
export function validateDefinition(definition: DefinitionInput, context: DefinitionContext): DefinitionInput {
  if (definition.environments.length === 0)
    throw invalidRequest(
      `VS402875: The release pipeline '${definition.name}' does not contain any stages. Add one or more stages to the pipeline.`,
    );
  const stage = firstRepeated(definition.environments.map(({ name }) => name));
  if (stage !== undefined) throw invalidRequest(`The release pipeline has two stages named '${stage}'.`);
  const alias = firstRepeated(definition.artifacts.map((source) => source.alias));
  if (alias !== undefined)
    throw invalidRequest(
      `VS402911: The release pipeline has two artifact sources with the alias '${alias}'.`,
    );
  const artifacts = definition.artifacts.map((source) => validateArtifact(source, context));
  for (const environment of definition.environments) checkStage(environment, context);
  checkTriggers({ ...definition, artifacts }, context);
  const hasPrimary = artifacts.some(({ isPrimary }) => isPrimary === true);
  return {
    ...definition,
    artifacts: artifacts.map((source, index) => ({
      ...source,
      isPrimary: hasPrimary ? source.isPrimary === true : index === 0,
    })),
  };
}
