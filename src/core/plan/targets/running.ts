// What runs already, outside Azure Machine Learning: equal content is left alone.
import type { WhatIsThere } from '../plan.ts';

/** Why a thing of content `wanted` has to be put, and what that replaces; absent when it runs already. */
export function putBecause(
  what: string,
  wanted: string,
  { running }: WhatIsThere,
): { readonly why: string; readonly replaces?: string } | undefined {
  if (running === undefined) return { why: `create ${what}, because there is none` };
  const replaces = `${what} with content ${running.content}`;
  if (running.content !== wanted) return { why: `replace ${what}, because its content differs`, replaces };
  if (/^(?:succeeded|running)$/i.test(running.state)) return undefined;
  return { why: `create ${what} again, because it is ${running.state}`, replaces };
}
