// The identity of an artifact source, rendered from the contribution's template as the server renders it.

/**
 * @param template e.g. `{{connection}}:{{resourceGroup}}/{{workspace}}:{{definition}}`
 * @param values the ids of the artifact's inputs; an input without value renders as nothing
 */
export function sourceIdentity(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{\{?\s*([\w.]+)\s*\}?\}\}/g, (_, input: string) => values[input] ?? '');
}
