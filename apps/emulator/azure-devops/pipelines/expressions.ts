// Replaces ${{ parameters.name.path }} in the tree of a pipeline's YAML, before its shape is checked.
import { valueAt, type Json } from '../data-sources/template-path.ts';
import { invalidRequest, VssError } from '../rest/vss-error.ts';

const expression = /\$\{\{\s*([^{}]*?)\s*\}\}/g;
const parameterPath = /^parameters\.([\w-]+)((?:\.[\w-]+|\[\d+\]|\['[^']*'\])*)$/;

function valueOf(text: string, parameters: Readonly<Record<string, Json>>): string {
  const [, name = '', path = ''] = parameterPath.exec(text) ?? [];
  if (name === '')
    throw new VssError(501, 'NotImplementedException', `The expression '\${{ ${text} }}' is not emulated.`);
  const root = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (root === undefined) throw invalidRequest(`The parameter '${name}' is not defined.`);
  const value = path === '' ? root : valueAt(root, path.replace(/^\./, ''));
  if (typeof value === 'object' && value !== null)
    throw invalidRequest(
      `The value of '\${{ ${text} }}' is not a scalar: the YAML of the pipeline is not valid.`,
    );
  return value === undefined || value === null ? '' : String(value);
}

/** Only values are replaced, not keys. Throws VssError for what is not defined, not a scalar, or not emulated. */
export function expandExpressions(tree: unknown, parameters: Readonly<Record<string, Json>>): unknown {
  if (typeof tree === 'string')
    return tree.replace(expression, (_, text: string) => valueOf(text, parameters));
  if (Array.isArray(tree)) return tree.map((item: unknown) => expandExpressions(item, parameters));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, expandExpressions(value, parameters)]),
  );
}
