import assert from 'node:assert/strict';
import { sourceIdentity } from '../../../../src/core/migration/source-identity.ts';
import { contextWith } from './support/context.ts';

describe('src/core/migration/source-identity.ts', () => {
  it('fills in inputs with two or three braces, and nothing for an input without value', () => {
    assert.equal(
      sourceIdentity('{{connection}}:{{{ workspace }}}:{{none}}/{{definition}}', {
        connection: 'c',
        workspace: 'w',
        definition: 'd',
      }),
      'c:w:/d',
    );
  });

  it('can render the template of our contribution', () => {
    const { uniqueSourceIdentifier } = contextWith().artifactType;
    const rendered = sourceIdentity(uniqueSourceIdentifier, {
      connection: 'c',
      resourceGroup: 'g',
      workspace: 'w',
      definition: 'd',
    });
    assert.doesNotMatch(rendered, /[{}]/);
    assert.ok(rendered.endsWith(':d'));
  });
});
