// Whether a subscription wants an event: by its type and by the ends of its subject.
import type { GridEvent } from './grid-event.ts';
import type { SubscriptionProperties } from './subscription.ts';

/** No list of types, or an empty one, lets every type through. */
export function wants(filter: SubscriptionProperties['filter'], event: GridEvent): boolean {
  const { includedEventTypes, subjectBeginsWith, subjectEndsWith, isSubjectCaseSensitive } = filter;
  const text = (value: string): string => (isSubjectCaseSensitive ? value : value.toLowerCase());
  const types = includedEventTypes ?? [];
  const isIncluded =
    types.length === 0 || types.some((type) => type.toLowerCase() === event.eventType.toLowerCase());
  const subject = text(event.subject);
  return isIncluded && subject.startsWith(text(subjectBeginsWith)) && subject.endsWith(text(subjectEndsWith));
}
