// A small watch.yml, and what tests do with it.
import assert from 'node:assert/strict';
import { parseWatchConfiguration } from '../../../../apps/watcher/configuration.ts';

/** All that a watch.yml must say. */
export const valid = `azure:
  tenantId: t
  clientId: c
  clientSecretFrom: AZURE_CLIENT_SECRET
organization:
  url: https://dev.azure.com/contoso/
  tokenFrom: AZURE_DEVOPS_TOKEN
watches:
  - name: fraud-to-production
    workspace: { subscriptionId: 11111111-1111-1111-1111-111111111111, resourceGroup: ml, name: prod }
    model: fraud
    release: { project: demo, definition: deploy-fraud, artifact: _fraud }
`;

export const parse = (text: string) => parseWatchConfiguration(text, 'watch.yml');

/** The same with another text in place of one that it holds. */
export const changed = (from: string, to: string): string => {
  assert.ok(valid.includes(from));
  return valid.replace(from, to);
};
