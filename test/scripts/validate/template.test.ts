import assert from 'node:assert/strict';
import { readTemplate } from '../../../scripts/validate/template.ts';
import type { Template } from '../../../scripts/validate/template.ts';

function read(text: string): Template {
  const template = readTemplate(text);
  if ('problem' in template) throw new Error(template.problem);
  return template;
}

describe('scripts/validate/template.ts', () => {
  it('names the values that a template takes, once each', () => {
    assert.deepEqual(read('{{{endpoint.url}}}/{{a}}/{{a}}?b={{{b.c}}}').variables, [
      'endpoint.url',
      'a',
      'b.c',
    ]);
  });

  it('fills every value', () => {
    assert.equal(
      read('{{{endpoint.url}}}/{{a}}').render((name) => `<${name}>`),
      '<endpoint.url>/<a>',
    );
  });

  it('reads helpers of the dialect, which have no closing tag', () => {
    const template = read('{{ #regex /([0-9]+)/ resource.data }}');
    assert.deepEqual(template.variables, ['resource.data']);
    assert.equal(
      template.render(() => 'x'),
      'sample',
    );
  });

  it('reads helpers that enclose another', () => {
    const paging =
      '{{#getTokenValue response.nextLink}}{{extractUrlQueryParameter %24skip}}{{/getTokenValue}}';
    assert.ok(read(paging).variables.includes('response.nextLink'));
  });

  it('says what is wrong with a template that cannot be read', () => {
    const template = readTemplate('{{#if a}}');
    assert.match('problem' in template ? template.problem : '', /Parse error on line 1/);
  });
});
