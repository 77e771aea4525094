// What a migration is told besides the file.

/** Values that the retired extension took from the service connection, or that the user wants to be others. */
export interface MigrationOptions {
  /** Name of a service connection; a release definition refers to connections by id, so there it may be the id. */
  readonly connection?: string;
  /** Id of the Azure subscription, for the artifacts of a release definition. */
  readonly subscription?: string;
  readonly resourceGroup?: string;
  readonly workspace?: string;
  /** Address of the relay that hands events to the trigger of an artifact. */
  readonly relayUrl?: string;
}

/** The facts of our artifact type, as its contribution states them. */
export interface ArtifactType {
  readonly name: string;
  /** Template over the inputs, e.g. `{{connection}}:{{definition}}`. */
  readonly uniqueSourceIdentifier: string;
  /** Display text of each default version type that the artifact source offers, by value. */
  readonly versionTypes: Readonly<Record<string, string>>;
  /** Values of inputs that the retired type did not have, as the artifact source presets them. */
  readonly presets: Readonly<Record<string, InputValue>>;
  /** A trigger on the artifact works through a relay, whose address is an input. */
  readonly needsRelay: boolean;
}

/** One value of a `definitionReference`: what the server uses, and what it shows. */
export interface InputValue {
  readonly id: string;
  readonly name: string;
}

/** Everything a migration depends on besides the text. */
export interface MigrationContext {
  readonly options: MigrationOptions;
  readonly artifactType: ArtifactType;
}
