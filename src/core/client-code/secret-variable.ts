// Where a caller gets its secret from, in each mode of signing in.
import type { AuthMode, CallerOf } from './caller.ts';

export interface SecretSource {
  /** Environment variable that the sample reads; absent where nobody signs in. */
  readonly variable?: string;
  /** How to fill it, as a shell command. */
  readonly command?: string;
}

/** Callers get tokens for this audience in the public cloud. */
const audience = 'https://ml.azure.com';

export function secretSource({
  auth,
  service,
  workspace,
  resourceGroup,
  computeType,
}: Omit<CallerOf, 'request'>): SecretSource {
  const endpoint = `--name ${service} --resource-group ${resourceGroup} --workspace-name ${workspace}`;
  const where = computeType === undefined ? '' : ` --compute-type ${computeType}`;
  const sources: Readonly<Record<AuthMode, SecretSource>> = {
    Key: {
      variable: 'SCORING_KEY',
      command: `azureml-release service keys show ${endpoint}${where} --key secondary --plain`,
    },
    // The service's own tokens end after some hours: whoever runs for longer asks again.
    AMLToken: {
      variable: 'SCORING_TOKEN',
      command: `az ml online-endpoint get-credentials ${endpoint} --query accessToken --output tsv`,
    },
    AADToken: {
      variable: 'SCORING_TOKEN',
      command: `az account get-access-token --resource ${audience} --query accessToken --output tsv`,
    },
    None: {},
  };
  return sources[auth];
}
