// Where a model can be deployed, and the names that files have for it.

/** The places that a plan can be made for. */
export const targets = ['local', 'aci', 'kubernetes', 'managed', 'batch', 'iotedge'] as const;
export type Target = (typeof targets)[number];

/** `computeType` of a file, lower-cased -> the place. The first four are v1's names, and bring v1's defaults with them. */
export const computeTypes = {
  local: 'local',
  aci: 'aci',
  aks: 'kubernetes',
  aksendpoint: 'kubernetes',
  managed: 'managed',
  kubernetes: 'kubernetes',
  batch: 'batch',
  iotedge: 'iotedge',
} as const satisfies Record<string, Target>;

export type ComputeType = keyof typeof computeTypes;

export const isComputeType = (value: string): value is ComputeType => Object.hasOwn(computeTypes, value);
