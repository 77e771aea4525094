// Which deployments a device takes, and what they make together: one base and the layers above it. Pure.
import { isWhole, prefix, type ModulesContent } from './content.ts';

export interface Candidate {
  readonly id: string;
  readonly priority: number;
  /** Rises with each configuration that is created: of two with one priority the later one wins. */
  readonly created: number;
  readonly content: ModulesContent;
}

export interface Merged {
  /** Desired properties by module; absent when there is no base: the device keeps what it has. */
  readonly manifest?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The deployments whose content is in it. */
  readonly applied: readonly string[];
}

const above = (a: Candidate, b: Candidate): number => a.priority - b.priority || a.created - b.created;

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sets `value` at `path`, whatever was there. */
function setAt(tree: Tree, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[name] = structuredClone(value);
    return;
  }
  const inner = tree[name];
  const next = isTree(inner) ? inner : {};
  tree[name] = next;
  setAt(next, rest, value);
}

function lay(manifest: Record<string, Tree>, content: ModulesContent): void {
  for (const [module, members] of Object.entries(content))
    for (const [key, value] of Object.entries(members)) {
      if (key === prefix) {
        manifest[module] = isTree(value) ? structuredClone(value) : {};
        continue;
      }
      const tree = (manifest[module] ??= {});
      setAt(tree, key.slice(prefix.length + 1).split('.'), value);
    }
}

/** Of the whole manifests the highest wins; layers count only above it, the higher ones over the lower ones. */
export function mergeLayers(candidates: readonly Candidate[]): Merged {
  const base = candidates
    .filter(({ content }) => isWhole(content))
    .toSorted(above)
    .at(-1);
  if (base === undefined) return { applied: [] };
  const layers = candidates
    .filter(({ content, priority }) => !isWhole(content) && priority > base.priority)
    .toSorted(above);
  const manifest: Record<string, Tree> = {};
  for (const { content } of [base, ...layers]) lay(manifest, content);
  return { manifest, applied: [base, ...layers].map(({ id }) => id) };
}
