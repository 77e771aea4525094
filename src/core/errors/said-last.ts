// What a log said last, as the end of a message: a sentence of its own, so that what to do begins a new one.

/** @param whose e.g. `The container's last words`; nothing for an empty log */
export function saidLast(whose: string, log: string): string {
  const words = log.trim();
  if (words === '') return '';
  return ` ${whose}: ${words}${/[.!?]$/.test(words) ? '' : '.'}`;
}
