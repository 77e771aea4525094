// Text from outside inside a sentence: short, in quotes, and without line breaks that could forge a line of the log.

const maxLength = 80;

export function quoted(text: string): string {
  const short = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  // JSON escapes the control characters below 32 only.
  return `'${JSON.stringify(short)
    .slice(1, -1)
    .replace(/[\u007f-\u009f\u2028\u2029]/g, '?')}'`;
}
