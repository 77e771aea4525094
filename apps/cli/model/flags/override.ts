// Flags that override a key of a configuration file, as they did in v1.
import { boolean, number, text, type Flag, type FlagTable } from '../../../../src/core/command-line/flag.ts';

export type ConfigFile = 'inference' | 'deployment';

export interface OverrideFlag extends Flag {
  /** The key, e.g. `autoScaler.minReplicas`. */
  readonly key: string;
  readonly file: ConfigFile;
}

/** Makes flags over one of the two files. */
export function overriding(file: ConfigFile) {
  const about = (key: string) => `overrides ${key} of the ${file} config`;
  return {
    text: (takes: string, key: string, also = '') => ({ ...text(takes, about(key), also), key, file }),
    number: (takes: string, key: string, also = '') => ({ ...number(takes, about(key), also), key, file }),
    boolean: (key: string, also = '') => ({ ...boolean(about(key), also), key, file }),
  };
}

/** The flags of a table that override a key of `file`, by their long names. */
export function overridesIn(
  table: FlagTable,
  file: ConfigFile,
): readonly (readonly [string, OverrideFlag])[] {
  const isOverride = (flag: Flag): flag is OverrideFlag =>
    'key' in flag && 'file' in flag && flag.file === file;
  return Object.entries(table).flatMap(([name, flag]) => (isOverride(flag) ? [[name, flag] as const] : []));
}
