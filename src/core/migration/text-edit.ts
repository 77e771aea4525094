// Edits of a text by position.

export interface TextEdit {
  /** First character that goes, and the first one after it that stays; equal for an insertion. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Applies the edits. Positions are those of `text`. The same edit given twice counts once (a YAML anchor is met through each
 * of its aliases); insertions at one place keep their order and come before a deletion that begins there.
 *
 * @throws RangeError for edits that overlap
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const once = new Map(edits.map((edit) => [`${edit.start}:${edit.end}:${edit.text}`, edit]));
  const sorted = [...once.values()].sort((a, b) => a.start - b.start || a.end - b.end);
  let at = 0;
  let result = '';
  for (const edit of sorted) {
    if (edit.start < at) throw new RangeError(`two edits overlap at position ${edit.start}`);
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
