// What a page claims about the repository: files it names, commands it shows, pages it links to. A test holds each to the truth.

export interface Claims {
  /** Files and folders named in code, from the repository's root. */
  readonly paths: readonly string[];
  /** Names of npm scripts. */
  readonly scripts: readonly string[];
  /** Links to other files, as they stand in the page. */
  readonly links: readonly string[];
}

const fence = /^(```|~~~)[\s\S]*?^\1/gm;
const all = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');

/**
 * @param folders the folders at the repository's root: only a path that begins with one of them is a claim about the
 *   repository, and not an example or a file of somebody else
 */
export function claimsOf(page: string, folders: readonly string[]): Claims {
  const prose = page.replace(fence, '');
  const paths = all(prose, /`([^`\n]+)`/g)
    // A part of a path in <angle brackets> or a star stands for many.
    .filter((code) => /^[\w.-]+(\/[\w.-]+)+\/?$/.test(code) && folders.includes(code.split('/')[0] ?? ''));
  // In fences, too: that is where a newcomer copies from.
  const scripts = all(page, /\bnpm (?:run (?:--silent )?)([\w:-]+)/g);
  const links = all(prose, /\]\(([^)\s#]+)[^)]*\)/g).filter((link) => !/^[a-z]+:/.test(link));
  return { paths: [...new Set(paths)], scripts: [...new Set(scripts)], links: [...new Set(links)] };
}
