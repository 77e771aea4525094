// A second workspace beside the first: the same operations, each call answered by the workspace that it names.
import { param, type Operation, type OperationCall } from '../arm/operation.ts';
import { provider, type WorkspaceScope } from './scope.ts';

export interface WorkspacePart {
  readonly scope: WorkspaceScope;
  readonly operations: readonly Operation[];
}

const key = ({ method, path }: Operation): string => `${method} ${path}`;

const isWorkspaceList = ({ method, path }: Operation): boolean =>
  method === 'GET' && path.endsWith(`/providers/${provider}/workspaces`);

/** Ids of operations carry the number of their workspace. */
function isOf({ workspace, workspaceId }: WorkspaceScope, call: OperationCall): boolean {
  if ('workspace' in call.params) return param(call, 'workspace').toLowerCase() === workspace.toLowerCase();
  return 'id' in call.params && param(call, 'id').includes(workspaceId);
}

function bothLists(first: Operation, second: Operation): Operation {
  const valuesOf = async (operation: Operation, call: OperationCall): Promise<unknown[]> => {
    const { body } = await operation.handle(call);
    return (body as { value: unknown[] }).value;
  };
  return {
    ...first,
    handle: async (call) => ({
      status: 200,
      body: { value: [...(await valuesOf(first, call)), ...(await valuesOf(second, call))] },
    }),
  };
}

/** Everything of `first`, which also answers for what belongs to no workspace, such as a registry. */
export function twoWorkspaces(first: readonly Operation[], second: WorkspacePart): readonly Operation[] {
  const others = new Map(second.operations.map((operation) => [key(operation), operation]));
  return first.map((operation) => {
    const other = others.get(key(operation));
    if (other === undefined) return operation;
    if (isWorkspaceList(operation)) return bothLists(operation, other);
    return {
      ...operation,
      handle: (call) => (isOf(second.scope, call) ? other : operation).handle(call),
    };
  });
}
