// The release definitions of the project.
import { invalidRequest, VssError } from '../rest/vss-error.ts';
import type { ArtifactSource, Definition, DefinitionInput } from './definition.ts';

function withoutSecrets<T extends { variables: DefinitionInput['variables'] }>(holder: T): T {
  const variables = Object.fromEntries(
    Object.entries(holder.variables).map(([name, variable]) => [
      name,
      variable.isSecret === true ? { ...variable, value: null } : variable,
    ]),
  );
  return { ...holder, variables };
}

/** A definition as it is returned: the values of secret variables are null. */
export function definitionView(definition: Definition): Definition {
  const view = withoutSecrets(definition);
  return { ...view, environments: view.environments.map(withoutSecrets) };
}

export class DefinitionStore {
  readonly #byId = new Map<number, Definition>();
  #lastId = 0;
  #lastEnvironmentId = 0;

  /** Stores a validated definition and gives ids to it and its stages. */
  create(input: DefinitionInput, now: Date): Definition {
    this.#refuseTakenName(input.name, undefined);
    this.#lastId += 1;
    return this.#store(input, { id: this.#lastId, revision: 1, createdOn: now.toISOString() }, now);
  }

  /**
   * Throws what `create` (without an id) or `update` would throw now: an old revision, because somebody else has saved in
   * between, or a name that is taken.
   */
  checkStorable(input: DefinitionInput): void {
    const before = input.id === undefined || input.id === null ? undefined : this.get(input.id);
    if (before && input.revision !== before.revision)
      throw invalidRequest(
        `VS402862: You are using an old copy of the release pipeline. Your copy revision is ${input.revision ?? 0}, but the latest one is ${before.revision}.`,
      );
    this.#refuseTakenName(input.name, before?.id);
  }

  /** Replaces a definition. Its revision must be the stored one. */
  update(input: DefinitionInput, now: Date): Definition {
    this.checkStorable({ ...input, id: input.id ?? 0 });
    const before = this.get(input.id ?? 0);
    return this.#store(input, { ...before, revision: before.revision + 1 }, now);
  }

  #refuseTakenName(name: string, id: number | undefined): void {
    if (this.all().some((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase()))
      throw new VssError(
        409,
        'ReleaseDefinitionAlreadyExistsException',
        `VS402857: A release pipeline with name '${name}' already exists.`,
      );
  }

  #store(
    input: DefinitionInput,
    kept: { id: number; revision: number; createdOn: string },
    now: Date,
  ): Definition {
    const definition: Definition = {
      ...input,
      id: kept.id,
      revision: kept.revision,
      createdOn: kept.createdOn,
      modifiedOn: now.toISOString(),
      path: input.path ?? '\\',
      releaseNameFormat: input.releaseNameFormat ?? 'Release-$(rev:r)',
      artifacts: input.artifacts.map((source): ArtifactSource & { sourceId: string } => ({
        ...source,
        sourceId: source.sourceId ?? '',
      })),
      environments: input.environments.map((environment, index) => ({
        ...environment,
        id: this.#environmentId(kept.id, environment),
        rank: environment.rank ?? index + 1,
      })),
    };
    this.#byId.set(definition.id, definition);
    return definition;
  }

  #environmentId(definitionId: number, environment: Readonly<Record<string, unknown>>): number {
    const known = this.#byId.get(definitionId)?.environments.some(({ id }) => id === environment['id']);
    if (known === true) return Number(environment['id']);
    this.#lastEnvironmentId += 1;
    return this.#lastEnvironmentId;
  }

  /** Throws VssError 404 when there is no such definition. */
  get(id: number): Definition {
    const definition = this.#byId.get(id);
    if (definition) return definition;
    throw new VssError(
      404,
      'ReleaseDefinitionNotFoundException',
      `VS402885: Release pipeline with ID ${id} does not exist. Specify a valid ID and try again.`,
    );
  }

  remove(id: number): void {
    this.get(id);
    this.#byId.delete(id);
  }

  all(): readonly Definition[] {
    return [...this.#byId.values()];
  }
}
