// The entry script, judged from its text: can it serve a model at all?
import { fail } from '../errors/catalogue.ts';

// Python's own keywords: a module of that name can not be imported (keyword.kwlist of Python 3.12).
const keywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/**
 * Checks name and text of an entry script: a `.py` file whose base name is a Python identifier and which defines
 * `init` and `run` at module level (a function, or an assigned or imported name).
 *
 * @throws EntryScriptInvalid
 */
export function checkEntryScript(script: string, text: string): void {
  const refuse = (problem: string) => fail('EntryScriptInvalid', { script, problem });
  const name = script.split('/').at(-1) ?? '';
  if (!name.endsWith('.py')) throw refuse("its name does not end with '.py'");
  const module = name.slice(0, -'.py'.length);
  if (!/^[A-Za-z_]\w*$/.test(module)) throw refuse(`'${module}' is not a Python module name`);
  if (keywords.has(module)) throw refuse(`'${module}' is a Python keyword`);
  for (const required of ['init', 'run']) {
    const defined = new RegExp(
      String.raw`^(?:(?:async\s+)?def\s+${required}\s*\(|${required}\s*=|from\s+\S+\s+import\s.*\b${required}\b)`,
      'm',
    );
    if (!defined.test(text)) throw refuse(`it defines no function '${required}'`);
  }
}
