// How one resource names a project or a person.
export interface ProjectReference {
  readonly id: string;
  readonly name: string;
}

export interface IdentityReference {
  readonly id: string;
  readonly displayName: string;
  readonly uniqueName: string;
}
