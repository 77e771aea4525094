// The deployment config: where a model is deployed and how big. Every v1 target, and those that came after it.
import { stringify } from 'yaml';
import * as z from 'zod';
import { checkDocument, readDocument, type ConfigDocument } from './document.ts';
import { defaultsBeside, filled } from './deployment-defaults.ts';
import { checkRules } from './deployment-rules.ts';
import {
  deploymentSchema,
  deploymentTextKeys,
  wholeKeys,
  type DeploymentSettings,
} from './deployment-schema.ts';
import { keyNotSupported, originOf, type Origin } from './origin.ts';
import { computeTypes, isComputeType, type ComputeType, type Target } from './target.ts';

export interface DeploymentConfig {
  /** Whose defaults hold: the file's own words. */
  readonly computeType: ComputeType;
  /** Where it goes: the same, unless somebody overrides it. */
  readonly target: Target;
  readonly settings: DeploymentSettings;
  /** What the file gives, and where. */
  readonly origin: Origin;
}

const computeType = z
  .string({ error: 'is required' })
  .transform((value) => value.toLowerCase())
  .refine(isComputeType, {
    error: ({ input }) =>
      `'${String(input)}' is no deployment type; there are ${Object.keys(computeTypes).join(', ')}`,
  });

const onlyType = z.looseObject({ computeType });
const schema = deploymentSchema.extend({ computeType });

/** v1 wrote null where it meant nothing. */
function withoutNulls(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || wholeKeys.has(path))
    return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([name, inner]) => [name, withoutNulls(inner, path === '' ? name : `${path}.${name}`)]),
  );
}

/** A file of `az ml` v2 in the place of one of v1: a list of its unknown keys would help nobody. */
function refuseSecondGeneration(document: ConfigDocument): void {
  const { value } = document;
  if (typeof value !== 'object' || value === null) return;
  if (!Object.hasOwn(value, 'endpoint_name') || Object.hasOwn(value, 'computeType')) return;
  throw keyNotSupported(originOf(document, wholeKeys), 'endpoint_name', {
    reason: 'this is a deployment as az ml v2 has it, and a deployment config of v1 is wanted here',
    instead: "Deploy it with 'azureml-release model deploy --file', or give a file with computeType.",
  });
}

/**
 * The meaning of a document that was read already, with whatever overrides its keys.
 *
 * @param target where it goes instead of where the file says; the file's own defaults stay
 * @throws ConfigurationInvalid, ConfigurationConflict, ConfigurationNotSupported for a file of `az ml` v2
 */
export function deploymentConfigFrom(document: ConfigDocument, target?: Target): DeploymentConfig {
  refuseSecondGeneration(document);
  const clean: ConfigDocument = { ...document, value: withoutNulls(document.value, '') };
  checkDocument(onlyType, clean);
  const { computeType: type, ...settings } = checkDocument(schema, clean);
  const { file, keys } = originOf(clean, wholeKeys);
  const given = Object.entries(keys).filter(([key]) => key !== 'computeType');
  const origin = { file, keys: Object.fromEntries(given) };
  const isFor = target ?? computeTypes[type];
  const checked = checkRules(settings, { computeType: type, target: isFor }, origin);
  return {
    computeType: type,
    target: isFor,
    settings: filled(checked, defaultsBeside(checked, type)),
    origin,
  };
}

/**
 * Reads a deployment config.
 *
 * @throws ConfigurationUnreadable, ConfigurationInvalid, ConfigurationConflict
 */
export const parseDeploymentConfig = (content: string, file: string, target?: Target): DeploymentConfig =>
  deploymentConfigFrom(readDocument(content, file, { textKeys: deploymentTextKeys }), target);

/** The same config as a YAML file, with every default written out. */
export const printDeploymentConfig = ({ computeType: type, settings }: DeploymentConfig): string =>
  stringify({ computeType: type, ...settings });
