// Renders the tables of inputs and outputs in a task's README from its task.json.
import { isArray, isObject, objectsAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** Text within a table's cell: no line breaks, no cell borders. */
const cell = (text: string): string => text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');

const code = (text: string): string => `\`${text}\``;

function shownDefault(input: JsonObject): string {
  const value = input['defaultValue'];
  return typeof value === 'string' || typeof value === 'boolean' ? code(String(value)) : '';
}

function inputRow(input: JsonObject): string {
  const aliases = isArray(input['aliases'])
    ? input['aliases'].filter((alias) => typeof alias === 'string')
    : [];
  const name = [code(textAt(input, 'name') ?? ''), ...aliases.map((alias) => `or ${code(alias)}`)].join(' ');
  const required = input['required'] === true ? 'yes' : '';
  const options = isObject(input['options'])
    ? ` One of: ${Object.keys(input['options']).map(code).join(', ')}.`
    : '';
  return `| ${name} | ${required} | ${shownDefault(input)} | ${cell(textAt(input, 'helpMarkDown') ?? '')}${options} |`;
}

/** A table of all inputs, one for each group, in the order of the form. */
export function inputTables(task: JsonObject): string {
  const inputs = objectsAt(task, 'inputs');
  const groups = objectsAt(task, 'groups').map((group) => ({
    name: textAt(group, 'name'),
    heading: textAt(group, 'displayName') ?? '',
  }));
  const headless = { name: undefined, heading: '' };
  return [headless, ...groups]
    .map(({ name, heading }) => ({
      heading,
      rows: inputs.filter((input) => textAt(input, 'groupName') === name).map(inputRow),
    }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ heading, rows }) =>
      [
        ...(heading === '' ? [] : [`### ${heading}`, '']),
        '| Input | Required | Default | Meaning |',
        '| --- | --- | --- | --- |',
        ...rows,
      ].join('\n'),
    )
    .join('\n\n');
}

/** A table of the variables that the task sets. */
export function outputTable(task: JsonObject): string {
  const rows = objectsAt(task, 'outputVariables').map(
    (output) => `| ${code(textAt(output, 'name') ?? '')} | ${cell(textAt(output, 'description') ?? '')} |`,
  );
  return ['| Variable | Meaning |', '| --- | --- |', ...rows].join('\n');
}

/**
 * The README with its tables put between their marks.
 *
 * @throws Error when a mark is missing: the page would go without the table, silently
 */
export function withTables(readme: string, task: JsonObject): string {
  const between = (page: string, name: string, table: string): string => {
    const marks = new RegExp(`(<!-- ${name}:begin -->)[\\s\\S]*?(<!-- ${name}:end -->)`);
    if (!marks.test(page))
      throw new Error(`The README has no marks <!-- ${name}:begin --> and <!-- ${name}:end -->.`);
    return page.replace(marks, (_, begin: string, end: string) => `${begin}\n\n${table}\n\n${end}`);
  };
  return between(between(readme, 'inputs', inputTables(task)), 'outputs', outputTable(task));
}
