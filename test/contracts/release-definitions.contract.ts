// What finding release definitions has to do; run on the fake and on the emulator.
import assert from 'node:assert/strict';
import type { FoundArtifact } from '../../src/core/discovery/found-artifact.ts';
import type { ReleaseDefinitions } from '../../src/ports/release-definitions.ts';
import { catalogueError } from '../support/catalogue-error.ts';

export interface ReleaseDefinitionsWorld {
  readonly definitions: ReleaseDefinitions;
  readonly project: string;
  readonly connectionId: string;
  readonly subscriptionId: string;
  readonly connectionName: string;
}

export interface WantedDefinition {
  readonly name: string;
  readonly alias: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly isTriggered?: boolean;
}

const usual = { sourceType: 'workspace', resourceGroup: 'rg', workspace: 'ws', definition: 'fraud' };

/** @param save makes release definitions with our artifact, in a world that has none; other types may be among them */
export function releaseDefinitionsContract(
  save: (wanted: readonly WantedDefinition[]) => Promise<ReleaseDefinitionsWorld>,
): void {
  it('lists the projects', async () => {
    const { definitions, project } = await save([]);
    assert.ok((await definitions.projects()).includes(project));
  });

  it('gives the artifacts of our type with their inputs, and says which have a trigger', async () => {
    const { definitions, project, connectionId } = await save([
      { name: 'one', alias: '_fraud', inputs: { ...usual, watch: 'every', tags: 'stage=prod' } },
      { name: 'two', alias: '_model', inputs: { ...usual, watch: 'off' }, isTriggered: true },
    ]);
    const inShort = (each: FoundArtifact) => {
      const { connection, watch, definition, tags } = each.inputs;
      assert.equal(each.project, project);
      assert.ok(each.definitionId > 0);
      return [each.definition, each.alias, each.isTriggered, connection, watch, definition, tags ?? ''];
    };
    assert.deepEqual((await definitions.artifacts(project)).map(inShort), [
      ['one', '_fraud', false, connectionId, 'every', 'fraud', 'stage=prod'],
      ['two', '_model', true, connectionId, 'off', 'fraud', ''],
    ]);
  });

  it('gives the definitions of every page', async () => {
    const names = Array.from({ length: 203 }, (_, index) => `number ${index}`);
    const { definitions, project } = await save(
      names.map((name) => ({ name, alias: '_fraud', inputs: { ...usual, watch: 'latest' } })),
    );
    assert.deepEqual(
      (await definitions.artifacts(project)).map(({ definition }) => definition),
      names,
    );
  });

  it('gives service connections with the place that they lead to, and leaves out what is not there', async () => {
    const { definitions, project, connectionId, connectionName, subscriptionId } = await save([]);
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const connections = await definitions.connections(project, [connectionId.toUpperCase(), nowhere]);
    assert.deepEqual([...connections.keys()], [connectionId.toLowerCase()]);
    const connection = connections.get(connectionId.toLowerCase());
    assert.equal(connection?.name, connectionName);
    assert.equal(connection.subscriptionId, subscriptionId);
    assert.ok(URL.canParse(connection.url));
  });

  it('refuses a project that is not there', async () => {
    const { definitions } = await save([]);
    await assert.rejects(
      definitions.artifacts('nowhere'),
      catalogueError('DevOpsProjectNotFound', 'nowhere'),
    );
  });
}
