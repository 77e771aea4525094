// Running bindings as the server does: what is called, what is refused, what comes back.
import assert from 'node:assert/strict';
import type { DataSourceBinding } from '../../../../../apps/emulator/azure-devops/data-sources/binding.ts';
import { ordered, pickedValue } from '../../../../../apps/emulator/azure-devops/data-sources/input-value.ts';
import {
  runAllPages,
  runDataSource,
  type DataSourceAnswer,
  type DataSourceQuery,
  type DataSourceRequest,
} from '../../../../../apps/emulator/azure-devops/data-sources/query.ts';

const url = '{{{endpoint.url}}}/things';

function query(binding: Partial<DataSourceBinding>, more: Partial<DataSourceQuery> = {}): DataSourceQuery {
  return {
    binding: { target: 'definition', ...binding },
    endpoint: { url: 'https://arm.example/', subscriptionId: 's1' },
    inputs: { definition: 'fraud', Project: 'p1' },
    teamProject: 'P',
    mayPost: false,
    ...more,
  };
}

function service(...answers: Partial<DataSourceAnswer>[]): {
  sent: DataSourceRequest[];
  send: (request: DataSourceRequest) => Promise<DataSourceAnswer>;
} {
  const sent: DataSourceRequest[] = [];
  return {
    sent,
    send: (request) => {
      sent.push(request);
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      return Promise.resolve({ status: 200, headers: {}, body: '{}', ...answer });
    },
  };
}

describe('apps/emulator/azure-devops/data-sources/query.ts', () => {
  it('renders the URL over connection and inputs, replaces $(input) and collapses doubled slashes', async () => {
    const { sent, send } = service();
    await runDataSource(
      query({
        endpointUrl: '{{{endpoint.url}}}/s/{{{endpoint.subscriptionId}}}//$(project)/$(unknown)',
        resultSelector: 'jsonpath:$.v',
      }),
      send,
    );
    assert.equal(sent[0]?.url, 'https://arm.example/s/s1/p1/$(unknown)');
    assert.equal(sent[0].method, 'GET');
    assert.equal(sent[0].headers['Content-Type'], 'application/json');
  });

  it('gives a helper without an argument the selected text, as the public web app task relies on', async () => {
    const id = '/subscriptions/s1/resourceGroups/webapprgpt/providers/Microsoft.Web/sites/app/slots/Slot1';
    const { send } = service({ body: JSON.stringify({ value: [{ id }, { id }] }) });
    const binding = {
      endpointUrl: url,
      resultSelector: 'jsonpath:$.value[*].id',
      resultTemplate: '{"Value":"{{{ #extractResource slots}}}"}',
    };
    assert.deepEqual((await runDataSource(query(binding), send)).results, ['{"Value":"Slot1"}']);
  });

  const refused: readonly [what: string, binding: Partial<DataSourceBinding>, why: RegExp][] = [
    ['another host', { endpointUrl: 'https://evil.example/x' }, /does not start with/],
    ['a blank before the endpoint', { endpointUrl: ' {{endpoint.url}}/x' }, /does not start with/],
    ['a variable host', { endpointUrl: '{{{definition}}}/x' }, /does not start with/],
    [
      'a host glued to the endpoint',
      { endpointUrl: '{{{endpoint.url}}}@evil.example/', resultSelector: 'none' },
      /not on the connection's host/,
    ],
    [
      'both a data source and a URL',
      { endpointUrl: url, dataSourceName: 'X' },
      /both dataSourceName and endpointUrl/,
    ],
    ['a named data source', { dataSourceName: 'X' }, /"X" is not known/],
    ['paging templates in part', { endpointUrl: url, initialContextTemplate: '{}' }, /only in part/],
    [
      'POST without the right',
      { endpointUrl: url, requestVerb: 'POST', resultSelector: 'none' },
      /POST is not allowed/,
    ],
    ['PATCH', { endpointUrl: url, requestVerb: 'PATCH', resultSelector: 'none' }, /PATCH is not allowed/],
  ];
  for (const [what, binding, why] of refused)
    it(`refuses ${what}, without any call`, async () => {
      const { sent, send } = service();
      const endpoint = { url: 'https://arm.example' };
      await assert.rejects(runDataSource(query(binding, { endpoint }), send), why);
      assert.deepEqual(sent, []);
    });

  it('ignores the verb without a result selector', async () => {
    const { sent, send } = service({ body: '[]' });
    await runDataSource(query({ endpointUrl: url, requestVerb: 'DELETE', resultTemplate: '[]' }), send);
    assert.equal(sent[0]?.method, 'GET');
  });

  it('sends the rendered content with PUT, and no content type with none', async () => {
    const { sent, send } = service({ status: 201 });
    const put = { endpointUrl: url, requestVerb: 'PUT', requestContent: '{"m":"{{{definition}}}"}' };
    assert.deepEqual(await runDataSource(query({ ...put, resultSelector: 'jsonpath:$' }), send), {
      results: [],
    });
    assert.equal(sent[0]?.body, '{"m":"fraud"}');
    await runDataSource(query({ ...put, resultSelector: 'none' }), send);
    assert.deepEqual(sent[1]?.headers, {});
  });

  it('lets a service principal POST', async () => {
    const { sent, send } = service();
    await runDataSource(
      query({ endpointUrl: url, requestVerb: 'POST', resultSelector: 'none' }, { mayPost: true }),
      send,
    );
    assert.equal(sent[0]?.method, 'POST');
  });

  it('reports a refused call in the server’s words', async () => {
    const { send } = service({ status: 403, body: 'no' });
    await assert.rejects(
      runDataSource(query({ endpointUrl: url, resultSelector: 'jsonpath:$' }), send),
      /Failed to query service connection API: 'https:\/\/arm\.example\/things'\. Status Code: '403', Response from server: 'no'/,
    );
  });

  it('sees only the first page, and five at most when a client drives', async () => {
    const next = { value: [{ name: 'x' }], nextLink: 'https://arm.example/things?$skip=t' };
    const paging = {
      endpointUrl: `${url}?$skip={{{skip}}}`,
      resultSelector: 'jsonpath:$.value[*]',
      resultTemplate: '{{{name}}}',
      initialContextTemplate: '{"skip": ""}',
      callbackRequiredTemplate: '{{isTokenPresent response.nextLink}}',
      callbackContextTemplate:
        '{"skip": "{{#getTokenValue response.nextLink}}{{extractUrlQueryParameter %24skip}}{{/getTokenValue}}"}',
    };
    const first = service({ body: JSON.stringify(next) });
    const page = await runDataSource(query(paging), first.send);
    assert.deepEqual(page, { results: ['x'], nextContext: { skip: 't' } });
    assert.equal(first.sent.length, 1);
    const all = service({ body: JSON.stringify(next) });
    assert.equal((await runAllPages(query(paging), all.send)).length, 5);
    assert.equal(all.sent[0]?.url, 'https://arm.example/things?$skip=');
    assert.equal(all.sent[4]?.url, 'https://arm.example/things?$skip=t');
    const last = service({ body: JSON.stringify({ value: [] }) });
    await runAllPages(query(paging), last.send);
    assert.equal(last.sent.length, 1);
  });

  it('renders a whole list at once when there is no selector, as source control types do', async () => {
    const { send } = service({ body: '{"directories":["d"],"files":[{"path":"f"}]}' });
    const template =
      '[ {{#directories}} { "value" : "{{{../itemPath}}}/{{{this}}}", "displayValue" : "{{{this}}}", "data" : { "itemType": "folder" } }{{#unless @last}},{{/unless}} {{/directories}} {{#files}} , { "value" : "{{this.path}}", "displayValue" : "{{{this.path}}}" } {{/files}} ]';
    const { results } = await runDataSource(
      query({ endpointUrl: url, resultTemplate: template }, { inputs: { itemPath: 'src' } }),
      send,
    );
    // Here the item path is an input, at the root: the section reaches it through the outer scope.
    assert.deepEqual(
      results.map(pickedValue).map(({ value, data }) => [value, data]),
      [
        ['src/d', { itemType: 'folder' }],
        ['f', {}],
      ],
    );
  });

  it('reads relaxed results as build server types write them', async () => {
    const { send } = service({ body: '{"build":[{"id":7,"number":"1.0.7"},{"id":6,"number":"1.0.6"}]}' });
    const { results } = await runDataSource(
      query({
        endpointUrl: url,
        resultSelector: 'jsonpath:$.build[*]',
        resultTemplate: '{ Value : "{{id}}", DisplayValue : "{{{number}}}", data: { branch: "b" } }',
      }),
      send,
    );
    assert.deepEqual(results.map(pickedValue), [
      { value: '7', displayValue: '1.0.7', data: { branch: 'b' } },
      { value: '6', displayValue: '1.0.6', data: { branch: 'b' } },
    ]);
  });

  it('renders a list of texts under defaultResultKey', async () => {
    const { send } = service({ body: '["v1","v2"]' });
    const { results } = await runDataSource(
      query({
        endpointUrl: url,
        resultSelector: 'jsonpath:$[*]',
        resultTemplate: '{ Value : "{{defaultResultKey}}" }',
      }),
      send,
    );
    assert.deepEqual(
      results.map(pickedValue).map(({ displayValue }) => displayValue),
      ['v1', 'v2'],
    );
  });

  it('makes no call for a binding that is only a template', async () => {
    const { sent, send } = service();
    const { results } = await runDataSource(
      query({ resultTemplate: '{{{endpoint.url}}}m/{{definition}}' }),
      send,
    );
    assert.deepEqual(results, ['https://arm.example/m/fraud']);
    assert.deepEqual(sent, []);
  });
});

describe('apps/emulator/azure-devops/data-sources/input-value.ts', () => {
  const values = ['b', 'A', 'c'].map(pickedValue);

  it('sorts what is displayed, but never versions', () => {
    const shown = (target: string): string[] =>
      ordered(target, values).map(({ displayValue }) => displayValue);
    assert.deepEqual(shown('definition'), ['A', 'b', 'c']);
    for (const target of ['versions', 'latestVersion', 'defaultVersionSpecific'])
      assert.deepEqual(shown(target), ['b', 'A', 'c']);
  });
});
