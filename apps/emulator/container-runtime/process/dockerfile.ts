// Reads a Dockerfile: instructions in order, with continued lines joined and comments left out.

export interface Instruction {
  /** In upper case. */
  readonly name: string;
  readonly rest: string;
}

const known = new Set([
  ...['ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL'],
  ...['MAINTAINER', 'ONBUILD', 'RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR'],
]);

/**
 * Reads the text.
 *
 * @throws Error in the words of the image builder
 */
export function parseDockerfile(text: string): readonly Instruction[] {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*#/.test(line));
  const joined = lines.join('\n').replace(/\\\s*\n/g, ' ');
  const instructions = joined
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
      return { name: name.toUpperCase(), rest };
    });
  const unknown = instructions.find(({ name }) => !known.has(name));
  if (unknown) throw new Error(`dockerfile parse error: unknown instruction: ${unknown.name}`);
  const first = instructions.find(({ name }) => name !== 'ARG');
  if (first === undefined) throw new Error('the Dockerfile cannot be empty');
  if (first.name !== 'FROM') throw new Error('no build stage in current context');
  return instructions;
}

/** The words of COPY, CMD or ENTRYPOINT: a JSON list, or words between spaces. */
export function wordsOf(rest: string): readonly string[] {
  if (rest.startsWith('[')) {
    const list: unknown = JSON.parse(rest);
    if (Array.isArray(list) && list.every((word) => typeof word === 'string')) return list;
    throw new Error(`not a list of texts: ${rest}`);
  }
  return rest.split(/\s+/).filter((word) => word !== '');
}
