// What `azureml-release hooks` writes, for a person and for a program.
import { type ModelSource, addressInWords, kindOf } from '../../../src/core/model/source.ts';
import type { EventHook, EventHooks } from '../../../src/flows/event-hooks.ts';

export interface Reported extends EventHooks {
  readonly source: ModelSource;
  /** Names of those that were deleted. */
  readonly deleted: ReadonlySet<string>;
}

const countOf = ({ hooks }: EventHooks, standing: EventHook['standing']): number =>
  hooks.filter((each) => each.standing === standing).length;

/** What still needs a person: left behind and not deleted, or not to be decided. */
export function openIn({ hooks, deleted }: Reported): number {
  return hooks.filter(({ name, standing }) => standing !== 'live' && !deleted.has(name)).length;
}

/** One JSON object on one line. */
export function jsonReport(reported: Reported): string {
  const { source, hooks, others, deleted } = reported;
  const shown = hooks.map((hook) => ({ ...hook, deleted: deleted.has(hook.name) }));
  return `${JSON.stringify({ [kindOf(source)]: source.name, resourceGroup: source.resourceGroup, subscription: source.subscriptionId, hooks: shown, others })}\n`;
}

/** One paragraph for each, and what to do at the end. */
export function textReport(reported: Reported, next: string): string {
  const { source, hooks, others, deleted } = reported;
  const lines = hooks.flatMap(({ name, model, hook, createdAt, standing, reason }) => {
    const made = createdAt === undefined ? '' : `, made ${createdAt}`;
    return [
      '',
      `${deleted.has(name) ? 'deleted' : standing}  ${name}`,
      `  of model ${model}, for ${hook ?? 'another place'}${made}`,
      `  ${reason}`,
    ];
  });
  const counts = (['live', 'orphaned', 'young', 'unclear'] as const)
    .map((standing) => ({ standing, count: countOf(reported, standing) }))
    .filter(({ count }) => count > 0)
    .map(({ standing, count }) => `${count} ${standing}`);
  const summary = counts.length === 0 ? 'No event subscription of ours.' : `${counts.join(', ')}.`;
  const foreign = others === 0 ? '' : ` ${others} of somebody else, left alone.`;
  const tail = next === '' ? [] : [next];
  return `${[addressInWords(source), ...lines, '', `${summary}${foreign}`, ...tail].join('\n')}\n`;
}
