// What becomes of each input of the retired deploy task. docs/migration.md shows the same table; a test compares them.
import { type Note, asked, changed, kept } from './entry.ts';

/** Our deploy task. */
export const deployTask = {
  id: 'c41d2b7e-8f36-4e19-a5b0-6d9e3c8f7a21',
  reference: 'AzureMLModelDeploy@1',
  /** As a release definition writes "the newest of major version 1". */
  version: '1.*',
} as const;

/** Input of the retired task -> input of ours. */
export const successors: Readonly<Record<string, string>> = {
  azureSubscription: 'connection',
  modelName: 'modelName',
  modelVersion: 'modelVersion',
  inferencePath: 'inferenceConfig',
  deploymentName: 'endpointName',
  deployConfig: 'deploymentConfig',
  deploymentTarget: 'deploymentTarget',
  aksCluster: 'aksCluster',
  overwriteExistingDeployment: 'overwriteExistingDeployment',
};

/** Inputs whose value means something else today, and what is said of them. */
const remarks: Readonly<Record<string, (value: string) => Note | undefined>> = {
  deploymentTarget: (value) =>
    /^aks$/i.test(value)
      ? asked(
          `deploymentTarget '${value}' stays`,
          'the first generation attached clusters in a way that the second does not know',
          'Attach the cluster to the workspace as Kubernetes compute, give its name as aksCluster, and give callers the new address and key.',
        )
      : kept(
          `deploymentTarget '${value}' stays`,
          'a container group of that name that the first generation made is not found again',
          'Give callers the new address and key, and delete the old service.',
        ),
};

/** Inputs that our task can not do without. */
export const requiredInputs = ['connection', 'modelName', 'endpointName', 'deploymentConfig'] as const;

/** Inputs of the retired task that have no counterpart, and what is said of them. */
export const withoutSuccessor: Readonly<Record<string, (value: string) => Note>> = {
  modelSourceType: (value) =>
    changed(
      `modelSourceType '${value}' removed`,
      'our task always takes modelName and modelVersion, which an artifact fills in by its variables',
    ),
};

// The classic editor stored the connection under the task's own input name, which is not public; these are the usual ones.
const connectionNames = ['azuresubscription', 'connectedservicename', 'connectedservicenamearm'];

const byLowerCase = <T>(table: Readonly<Record<string, T>>) =>
  new Map(Object.entries(table).map(([name, value]) => [name.toLowerCase(), value]));
const successorOf = byLowerCase(successors);
const noteOf = byLowerCase(withoutSuccessor);

export interface DecidedInput {
  /** The input of our task that it becomes; absent: it leaves. */
  readonly becomes?: string;
  readonly notes: readonly Note[];
}

/** True for a name whose meaning is known: input names are compared without regard to case. */
export const isKnownInput = (name: string): boolean => {
  const key = name.toLowerCase();
  return connectionNames.includes(key) || successorOf.has(key) || noteOf.has(key);
};

/**
 * Decides on one input by itself.
 *
 * @param value absent when it is no plain text, e.g. a nested map
 */
export function decideInput(name: string, value: string | undefined): DecidedInput {
  const key = name.toLowerCase();
  const becomes = connectionNames.includes(key) ? 'connection' : successorOf.get(key);
  if (becomes !== undefined) {
    const renamed = becomes === name ? [] : [changed(`${name} is now ${becomes}`, 'our task names it so')];
    const remark = value ? remarks[becomes]?.(value) : undefined;
    return { becomes, notes: remark ? [...renamed, remark] : renamed };
  }
  const note = noteOf.get(key);
  if (note !== undefined) {
    return { notes: [value === '' ? changed(`${name} removed`, 'it was empty') : note(value ?? '')] };
  }
  return { notes: [unknownInput(name, value)] };
}

function unknownInput(name: string, value: string | undefined): Note {
  if (value !== undefined && /^(?:|false)$/i.test(value.trim())) {
    return changed(`${name} removed`, 'our task has no such input, and it was off');
  }
  if (/profil/i.test(name)) {
    return asked(
      `${name} removed`,
      'validating and profiling the model has no counterpart in the deploy task yet',
      "Give a testRequest: our task sends it to the new deployment before it gets traffic. For sizes see 'containerResourceRequirements' in docs/configuration.md.",
    );
  }
  return asked(
    `${name} removed`,
    'our task has no such input, and what it meant is not documented',
    'Look at docs/configuration.md for a key of the inference config or deployment config that does the same.',
  );
}
