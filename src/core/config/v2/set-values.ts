// `--set instance_count=3`, as `az ml` has it: one key of a file, given on the command line.
import { readDocument } from '../document.ts';
import type { Override } from '../overrides.ts';
import { yamlTextKeys } from './yaml-file.ts';

/**
 * @param text `key=value`; the value is read as YAML, so that numbers, true and false and `{maps: too}` mean what they mean
 *   in the file
 * @returns absent for a text of another form
 * @throws ConfigurationUnreadable for a value that is no YAML
 */
export function setOverride(text: string): Override | undefined {
  const [, key, written = ''] = /^([^=\s]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined) return undefined;
  const flag = `--set ${key}`;
  if (yamlTextKeys.includes(key)) return { key, value: written, flag };
  const { value } = readDocument(`value: ${written}\n`, flag) as { value: { value: unknown } };
  return { key, value: value.value, flag };
}
