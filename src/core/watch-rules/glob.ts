// Version patterns: `*` stands for any characters, `?` for one.

/** In time proportional to the product of both lengths, whatever the pattern. */
export function matchesGlob(text: string, pattern: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let seen = 0;
  while (seen < text.length) {
    if (pattern[at] === '*') {
      star = at;
      resume = seen;
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[seen]) {
      at += 1;
      seen += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      at = star + 1;
      resume += 1;
      seen = resume;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
