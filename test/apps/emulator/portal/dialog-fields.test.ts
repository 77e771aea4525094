import assert from 'node:assert/strict';
import { artifactType } from '../../../../apps/emulator/azure-devops/extensions/artifact-type.ts';
import {
  dialogFields,
  isComplete,
  valuesOf,
  type AskPicker,
  type Values,
} from '../../../../apps/emulator/portal/dialog-fields.ts';

const required = { isRequired: true };
const type = artifactType.parse({
  name: 'Fixture',
  displayName: 'Fixture',
  endpointTypeId: 'azurerm',
  uniqueSourceIdentifier: '{{connection}}:{{definition}}',
  inputDescriptors: [
    { id: 'connection', name: 'Connection', hasDynamicValueInformation: true, validation: required },
    {
      id: 'kind',
      name: 'Kind',
      values: {
        defaultValue: 'a',
        possibleValues: [{ value: 'a', displayValue: 'An a' }, { value: 'b' }],
      },
    },
    {
      id: 'place',
      name: 'Place',
      hasDynamicValueInformation: true,
      dependencyInputIds: ['connection'],
      properties: { visibleRule: 'kind == b' },
      validation: required,
    },
    {
      id: 'definition',
      name: 'Definition',
      hasDynamicValueInformation: true,
      dependencyInputIds: ['connection', 'kind', 'place', 'tags'],
      validation: required,
    },
    { id: 'tags', name: 'Tags', validation: { pattern: '^[a-z]+$' } },
    { id: 'artifacts', name: 'Artifacts' },
  ],
});

const value = (text: string) => ({ value: text, displayValue: text.toUpperCase() });

/** Offers what is listed, and writes down what it was asked with. */
function picker(offers: Readonly<Record<string, readonly string[]>>) {
  const asked: [inputId: string, values: Values][] = [];
  const ask: AskPicker = (inputId, values) => {
    asked.push([inputId, values]);
    const offered = offers[inputId];
    if (offered) return Promise.resolve({ possibleValues: offered.map(value) });
    return Promise.resolve({ possibleValues: [], error: { message: `no ${inputId}` } });
  };
  return { ask, asked };
}

const fieldOf = async (given: Values, ask: AskPicker, id: string) => {
  const fields = await dialogFields(type, given, ask);
  return fields.find(({ input }) => input.id === id);
};

describe('apps/emulator/portal/dialog-fields.ts', () => {
  it('shows the visible inputs in their order, with their defaults', async () => {
    const { ask } = picker({ connection: ['c', 'd'] });
    const fields = await dialogFields(type, {}, ask);
    assert.deepEqual(
      fields.map(({ input }) => input.id),
      ['connection', 'kind', 'definition', 'tags'],
    );
    assert.deepEqual(valuesOf(fields), { connection: '', kind: 'a', definition: '', tags: '' });
  });

  it('asks for a list only when what it depends on is there', async () => {
    const { ask, asked } = picker({ connection: ['c', 'd'], place: ['p', 'q'] });
    const waiting = await fieldOf({ kind: 'b' }, ask, 'definition');
    assert.deepEqual(waiting?.waitsFor, ['Connection', 'Place']);
    assert.deepEqual(
      asked.map(([id]) => id),
      ['connection'],
    );
    const { waitsFor } = (await fieldOf({ kind: 'b', connection: 'c' }, ask, 'definition')) ?? {};
    assert.deepEqual(waitsFor, ['Place']);
  });

  it('waits for no hidden and for no optional input', async () => {
    const { ask } = picker({ connection: ['c', 'd'], definition: ['m', 'n'] });
    const field = await fieldOf({ connection: 'c', definition: 'n' }, ask, 'definition');
    assert.deepEqual([field?.waitsFor, field?.value, field?.options?.[0]?.displayValue], [[], 'n', 'M']);
  });

  it('forgets what a hidden input held, before anything is asked with it', async () => {
    const { ask, asked } = picker({ connection: ['c', 'd'], definition: ['m', 'n'] });
    await dialogFields(type, { connection: 'c', kind: 'a', place: 'old' }, ask);
    assert.equal(asked.find(([id]) => id === 'definition')?.[1]['place'], '');
  });

  it('takes the only value there is, and drops one that is not offered any more', async () => {
    const { ask } = picker({ connection: ['c'], definition: ['m', 'n'] });
    const fields = await dialogFields(type, { definition: 'gone' }, ask);
    assert.deepEqual(valuesOf(fields), { connection: 'c', kind: 'a', definition: '', tags: '' });
    assert.equal(isComplete(fields), false);
  });

  it('shows why a list could not be read, and lets the next ones wait', async () => {
    const { ask } = picker({ connection: ['c'], definition: ['m'] });
    const fields = await dialogFields(type, { kind: 'b' }, ask);
    assert.equal(fields.find(({ input }) => input.id === 'place')?.error, 'no place');
    assert.deepEqual(fields.find(({ input }) => input.id === 'definition')?.waitsFor, ['Place']);
  });

  it('says when a text does not have its form', async () => {
    const { ask } = picker({ connection: ['c'], definition: ['m'] });
    assert.match((await fieldOf({ tags: 'A&b' }, ask, 'tags'))?.error ?? '', /'A&b'.*\^\[a-z\]\+\$/);
    assert.equal(isComplete(await dialogFields(type, { tags: 'A&b' }, ask)), false);
    assert.equal(isComplete(await dialogFields(type, { tags: 'ok' }, ask)), true);
  });
});
