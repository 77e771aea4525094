import assert from 'node:assert/strict';
import { fillRequest } from '../../../../src/core/plan/bindings.ts';

describe('src/core/plan/bindings.ts', () => {
  it('fills what earlier steps answered into path and body, however deep', () => {
    const request = {
      system: 'azure',
      method: 'PUT',
      path: '/a/{name}',
      body: { list: [{ password: '{password}' }], count: 1, none: null },
    } as const;
    const filled = fillRequest(
      request,
      new Map([
        ['name', 'x'],
        ['password', 'p{name}'],
      ]),
    );
    assert.deepEqual(filled, {
      ...request,
      path: '/a/x',
      body: { list: [{ password: 'p{name}' }], count: 1, none: null },
    });
  });

  it('leaves braces alone that nobody bound', () => {
    const request = { system: 'azure', method: 'PUT', path: '/a', body: { text: '{mine}' } } as const;
    assert.deepEqual(fillRequest(request, new Map()), request);
  });
});
