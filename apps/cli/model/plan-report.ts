// A plan for a person and for a program, without its secrets.
import { masked } from '../../../src/core/plan/masked.ts';
import type { Plan, PlanStep } from '../../../src/core/plan/plan.ts';

const indent = (text: string): string => text.replace(/^/gm, '     ');

function sizeOf({ files = [] }: PlanStep): string {
  const bytes = files.reduce((sum, file) => sum + ('size' in file ? file.size : file.text.length), 0);
  return `${files.length} file(s), ${bytes} bytes: ${files
    .slice(0, 5)
    .map(({ path }) => path)
    .join(', ')}${files.length > 5 ? ', ...' : ''}`;
}

function stepText(step: PlanStep, index: number): string {
  const { request, why, replaces, files } = step;
  const version = request.apiVersion === undefined ? '' : ` (${request.apiVersion})`;
  return [
    `${index + 1}. ${step.kind}: ${why}.`,
    ...(replaces === undefined ? [] : [`   replaces ${replaces}`]),
    `   ${request.system}: ${request.method} ${request.path}${version}`,
    ...(files === undefined ? [] : [`   ${sizeOf(step)}`]),
    ...(request.body === undefined ? [] : [indent(JSON.stringify(masked(request.body), undefined, 2))]),
  ].join('\n');
}

export function planText(plan: Plan): string {
  const { steps, warnings, waitFor } = plan;
  const notes = warnings.map((warning) => `Warning: ${warning}`);
  if (waitFor !== undefined) return [...notes, `Now: ${waitFor.why}.`, ''].join('\n');
  if (steps.length === 0) return [...notes, 'Nothing to do: everything is there already.', ''].join('\n');
  return [...notes, ...steps.map(stepText), ''].join('\n');
}

/** One JSON object on one line. */
export const planJson = (plan: Plan): string => `${JSON.stringify(masked(plan))}\n`;
