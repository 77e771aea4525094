// Where in an exported release definition the things stand that a migration looks at.
import { type JsonObject, type Placed, isObject, objectAt, objectsIn } from './json-value.ts';

/**
 * The release definitions in a JSON document: the document itself, a list of them, or the answer `{ count, value: [...] }` of
 * the REST API.
 */
export function definitionsIn(document: unknown): readonly Placed<JsonObject>[] {
  if (Array.isArray(document)) {
    return document.flatMap((value: unknown, index) =>
      isDefinition(value) ? [{ path: [index], value }] : [],
    );
  }
  if (!isObject(document)) return [];
  if (isDefinition(document)) return [{ path: [], value: document }];
  return objectsIn({ path: [], value: document }, 'value').filter(({ value }) => isDefinition(value));
}

// A release has the same keys but belongs to a definition: rewriting it would change nothing that runs again.
const isDefinition = (value: unknown): value is JsonObject =>
  isObject(value) && Array.isArray(value['environments']) && !isObject(value['releaseDefinition']);

export const isRelease = (document: unknown): boolean =>
  isObject(document) && isObject(document['releaseDefinition']) && Array.isArray(document['environments']);

/** Every step of every stage, in order: those of its jobs, of its gates, and of stages that were written before there were jobs. */
export function stepsIn(definition: Placed<JsonObject>): readonly Placed<JsonObject>[] {
  return objectsIn(definition, 'environments').flatMap((stage) => [
    ...gateSteps(stage, 'preDeploymentGates'),
    ...[objectAt(stage, 'deployStep')].flatMap((step) =>
      step === undefined ? [] : objectsIn(step, 'tasks'),
    ),
    ...objectsIn(stage, 'deployPhases').flatMap((job) => objectsIn(job, 'workflowTasks')),
    ...gateSteps(stage, 'postDeploymentGates'),
  ]);
}

function gateSteps(stage: Placed<JsonObject>, key: string): readonly Placed<JsonObject>[] {
  const gates = objectAt(stage, key);
  return gates === undefined ? [] : objectsIn(gates, 'gates').flatMap((gate) => objectsIn(gate, 'tasks'));
}

/** What each job downloads of each artifact. */
export function downloadsIn(definition: Placed<JsonObject>): readonly Placed<JsonObject>[] {
  return objectsIn(definition, 'environments')
    .flatMap((stage) => objectsIn(stage, 'deployPhases'))
    .flatMap((job) => objectAt(job, 'deploymentInput') ?? [])
    .flatMap((input) => objectAt(input, 'artifactsDownloadInput') ?? [])
    .flatMap((input) => objectsIn(input, 'downloadInputs'));
}
