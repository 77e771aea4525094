// What all routes share: the path prefixes, the project check, the parameters.
import type { FastifyRequest } from 'fastify';
import type { Organization } from '../organization.ts';
import { VssError } from './vss-error.ts';

/** Paths under the organization and under its project. */
export interface Prefixes {
  readonly organization: string;
  readonly project: string;
  readonly release: string;
}

export function prefixesOf(organization: Organization): Prefixes {
  const base = `/${organization.name}`;
  return {
    organization: `${base}/_apis`,
    project: `${base}/:project/_apis`,
    release: `${base}/:project/_apis/release`,
  };
}

export function parameter(request: FastifyRequest, name: string): string {
  const value = (request.params as Record<string, string | undefined>)[name];
  return value ?? '';
}

/** A number in the path. Throws VssError 400 when it is none. */
export function numberParameter(request: FastifyRequest, name: string): number {
  const text = parameter(request, name);
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new VssError(
    400,
    'VssPropertyValidationException',
    `The value '${text}' of ${name} is not a number.`,
  );
}

/** Throws VssError 404 unless the path names the one project, by id or by name. */
export function requireProject(organization: Organization, named: string): void {
  const { id, name } = organization.project;
  if ([id.toLowerCase(), name.toLowerCase()].includes(named.toLowerCase())) return;
  throw new VssError(
    404,
    'ProjectDoesNotExistWithNameException',
    `TF200016: The following project does not exist: ${named}. Verify that the name of the project is correct and that the project exists on the specified Azure DevOps Server.`,
  );
}
