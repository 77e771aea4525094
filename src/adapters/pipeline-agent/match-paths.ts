// File patterns as every Azure Pipelines task understands them: one a line, `!` excludes, `#` comments.
import { match } from 'azure-pipelines-task-lib/task';
import type { MatchPaths } from '../../ports/task-host.ts';

/** Models hold dot files (.amlignore, .config), so `**` includes them. */
export const matchPaths: MatchPaths = (paths, patterns) =>
  match([...paths], [...patterns], undefined, { dot: true });
