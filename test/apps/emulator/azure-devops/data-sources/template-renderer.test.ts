// The server's templates: values, sections, helpers, and what is refused.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderTemplate } from '../../../../../apps/emulator/azure-devops/data-sources/template-renderer.ts';
import type { Json } from '../../../../../apps/emulator/azure-devops/data-sources/template-path.ts';

const root = {
  definition: 'fraud',
  itemPath: 'a/b',
  endpoint: { url: 'https://arm/', subscriptionId: 's1' },
  system: { teamProject: 'P' },
};

describe('apps/emulator/azure-devops/data-sources/template-renderer.ts', () => {
  const cases: readonly [what: string, template: string, value: Json, expected: string][] = [
    ['a value of the item', '{{{name}}}', { name: 'x' }, 'x'],
    ['a path with an index', '{{{properties.labels[1]}}}', { properties: { labels: ['a', 'b'] } }, 'b'],
    ['a list at the root', '{{{[0].data.modelName}}}', [{ data: { modelName: 'm' } }], 'm'],
    ['an input beneath the item', '{{definition}}/{{name}}', { name: 'x' }, 'fraud/x'],
    ['the endpoint', '{{{endpoint.url}}}{{endpoint.subscriptionId}}', {}, 'https://arm/s1'],
    ['two braces escape HTML', '{{v}}', { v: `<a & "b'>` }, '&lt;a &amp; &quot;b&#39;&gt;'],
    ['three braces do not', '{{{v}}}', { v: '<a & "b">' }, '<a & "b">'],
    ['nothing for what is missing', '[{{{nope.deep}}}]', {}, '[]'],
    ['names are case-sensitive', '[{{{Name}}}]', { name: 'x' }, '[]'],
    ['truth as .NET writes it', '{{a}} {{b}}', { a: true, b: false }, 'True False'],
    [
      'a section over a list',
      '{{#list}}{{{this}}}{{#unless @last}},{{/unless}}{{/list}}',
      { list: ['a', 'b'] },
      'a,b',
    ],
    ['the outer scope by ../', '{{#dirs}}{{{../itemPath}}}/{{{this}}} {{/dirs}}', { dirs: ['x'] }, 'a/b/x '],
    ['no fall through from an inner scope', '{{#dirs}}[{{itemPath}}]{{/dirs}}', { dirs: [{ p: 1 }] }, '[]'],
    ['if, else', '{{#if x}}yes{{else}}no{{/if}}', { x: [] }, 'no'],
    ['an inverted section', '{{^x}}none{{/x}}', {}, 'none'],
    [
      'each with an index',
      '{{#each l}}{{@index}}={{{n}}};{{/each}}',
      { l: [{ n: 'p' }, { n: 'q' }] },
      '0=p;1=q;',
    ],
    ['with', '{{#with a}}{{b}}{{/with}}', { a: { b: 1 } }, '1'],
    ['a comment', 'a{{! nothing }}b', {}, 'ab'],
    ['stringReplace', "{{{ #stringReplace 'refs/heads/' '' name}}}", { name: 'refs/heads/main' }, 'main'],
    ['subString', '{{{ #subString 0 8 commitId }}}', { commitId: '0123456789' }, '01234567'],
    ['regex', '{{ #regex /([0-9]+)/ resource.data }}', { resource: { data: '#/42/drop' } }, '42'],
    ['extractResource', '{{{ #extractResource slots}}}', { this: 0, id: 1 }, ''],
    ['jsonEscape', '{{{ #jsonEscape v }}}', { v: 'a"\\' }, 'a\\"\\\\'],
    ['base64', '{{{ #base64 user ":" key }}}', { user: 'u', key: 'k' }, 'dTpr'],
    ['decodeBase64', '{{{ #decodeBase64 v }}}', { v: 'dTpr' }, 'u:k'],
    ['add', '{{add skip 1000}}', { skip: '500' }, '1500'],
    ['isTokenPresent', '{{isTokenPresent response.nextLink}}', { response: {} }, 'false'],
    ['toLower', '{{toLower v}}', { v: 'AbC' }, 'abc'],
    ['joinPaths', '{{{joinPaths a b}}}', { a: 'x/', b: '/y' }, 'x/y'],
    [
      'uriDataEncode as a block',
      '{{{#uriDataEncode 1 v}}}{{{/uridataencode}}}',
      { v: 'a b(c)' },
      'a%20b%28c%29',
    ],
    ['toDateTimeFormat', "{{toDateTimeFormat t 'yyyy-MM-dd'}}", { t: '2026-11-21T03:04:05Z' }, '2026-11-21'],
    [
      'the skip token of a next link',
      '{{#getTokenValue response.nextLink}}{{extractUrlQueryParameter %24skip}}{{/getTokenValue}}',
      { response: { nextLink: 'https://arm/x?api-version=1&$skip=opaque' } },
      'opaque',
    ],
  ];
  for (const [what, template, value, expected] of cases)
    it(`renders ${what}`, () => assert.equal(renderTemplate(template, root, value), expected));

  it('takes the resource after a segment from an id under the cursor', () => {
    const id = '/subscriptions/s/providers/Microsoft.Web/sites/app/slots/Slot1';
    assert.equal(renderTemplate('{{{ #extractResource slots id}}}', { id }), 'Slot1');
    assert.equal(
      renderTemplate('{{#each ids}}{{{ #extractResource slots}}}{{/each}}', { ids: [id] }),
      'Slot1',
    );
  });

  const refused: readonly [template: string, why: RegExp][] = [
    ['{{unknownHelper a b}}', /"unknownHelper", which the server does not document/],
    ['{{#unknownBlock a}}x{{/unknownBlock}}', /"unknownBlock", which the server does not document/],
    ['{{#open}}x', /\{\{#open\}\} is never closed/],
    ['x{{/open}}', /which is not open/],
    ['{{ x', /without \}\}/],
    ['{{}}', /empty/],
    [`${'{{#a}}'.repeat(21)}${'{{/a}}'.repeat(21)}`, /deeper than 20/],
  ];
  for (const [template, why] of refused)
    it(`refuses ${template.slice(0, 40)}`, () => assert.throws(() => renderTemplate(template, root), why));

  it('gives any text back unchanged between three braces', () => {
    fc.assert(fc.property(fc.string(), (v) => renderTemplate('<{{{v}}}>', { v }) === `<${v}>`));
  });

  it('gives text without braces back unchanged', () => {
    const plain = fc.string().filter((text) => !text.includes('{{'));
    fc.assert(fc.property(plain, (text) => renderTemplate(text, {}) === text));
  });
});
