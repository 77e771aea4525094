// Release definitions with an artifact of this extension's type, as the editor of Azure DevOps saves them.
import assert from 'node:assert/strict';
import type { Stack } from '../../../apps/emulator/stack.ts';
import { definition as releaseDefinition } from '../../apps/emulator/azure-devops/support/release-fixtures.ts';
import type { StackCalls } from './stack-calls.ts';

export const definitionsPath = 'release/definitions?api-version=7.1';

/** The ids of the project's service connections by their names. */
export async function connectionIds(calls: StackCalls): Promise<ReadonlyMap<string, string>> {
  const found = await calls.devops('GET', 'serviceendpoint/endpoints?api-version=7.1');
  const connections = found.body['value'] as { id: string; name: string }[];
  return new Map(connections.map(({ id, name }) => [name, id]));
}

/** What every artifact of the stack has in common: its connection, the latest version, nobody who watches. */
function usualInputs({ addresses }: Stack, connections: ReadonlyMap<string, string>) {
  const { subscriptionId, resourceGroup } = addresses.arm;
  return {
    ...{ connection: connections.get('azureml-secret') ?? '', subscription: subscriptionId, resourceGroup },
    ...{ defaultVersionType: 'latestType', watch: 'off' },
  };
}

/** @param inputs each is shown by its value */
function artifactOf(alias: string, inputs: Readonly<Record<string, string>>) {
  const definitionReference = Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, { id: value, name: value }]),
  );
  return { alias, type: 'AzureMLModelRelease', isPrimary: true, definitionReference };
}

/**
 * Saves the definition `deploy-weight`, whose one artifact `_weight` is the model `weight`.
 *
 * @param source the inputs that say where the model is
 * @param stages as the definition's environments; what a stage does not say is as usual
 */
export async function saveWeightDefinition(
  stack: Stack,
  calls: StackCalls,
  source: Readonly<Record<string, string>>,
  stages: Parameters<typeof releaseDefinition>[1],
): Promise<void> {
  const usual = usualInputs(stack, await connectionIds(calls));
  const artifacts = [artifactOf('_weight', { ...usual, ...source, definition: 'weight' })];
  const body = releaseDefinition('deploy-weight', stages, { artifacts });
  const saved = await calls.devops('POST', definitionsPath, body);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
}

/** The inputs of an artifact that is the model `fraud` of the workspace, watched by the relay. */
export const relayedInputs = (stack: Stack, connections: ReadonlyMap<string, string>, relayUrl: string) => ({
  ...usualInputs(stack, connections),
  ...{ sourceType: 'workspace', workspace: stack.addresses.arm.workspace, definition: 'fraud', relayUrl },
});

/** A definition whose artifact triggers it. No stage begins by itself: only the releases count. */
export const triggeredDefinition = (name: string, inputs: Readonly<Record<string, string>>) =>
  releaseDefinition(name, [{ conditions: [] }], {
    artifacts: [artifactOf('_fraud', inputs)],
    triggers: [{ triggerType: 'artifactSource', artifactAlias: '_fraud' }],
  });
