// Facts of a workspace that request bodies repeat.
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import { workspacePath } from '../../core/workspace.ts';
import type { WorkspaceFacts } from '../../ports/deployment-assets.ts';
import type { ArmClient } from './arm/client.ts';

const workspaceShape = z.object({ location: z.string() });

export function createWorkspaceFacts(arm: ArmClient): WorkspaceFacts {
  return {
    async location(workspace) {
      const found = await arm.get(workspacePath(workspace), workspaceShape);
      if (found) return found.location;
      throw fail('WorkspaceNotFound', { workspace: workspace.name, resourceGroup: workspace.resourceGroup });
    },
  };
}
