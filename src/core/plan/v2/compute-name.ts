// Which compute of the workspace a file of `az ml` v2 names.
import { workspacePath, type Workspace } from '../../workspace.ts';

/** A name, `azureml:name` or a whole id -> the name; absent for the id of another workspace's. */
export function computeName(compute: string | undefined, workspace: Workspace): string | undefined {
  const written = compute?.replace(/^azureml:/i, '');
  if (written === undefined || !written.startsWith('/')) return written;
  const own = `${workspacePath(workspace)}/computes/`;
  return written.toLowerCase().startsWith(own.toLowerCase()) ? written.slice(own.length) : undefined;
}
