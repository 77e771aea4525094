import assert from 'node:assert/strict';
import fc from 'fast-check';
import { html } from '../../../../apps/emulator/portal/html.ts';

describe('apps/emulator/portal/html.ts', () => {
  it('writes any text so that it neither opens a tag nor ends an attribute', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { text: written } = html`${text}`;
        assert.doesNotMatch(written, /[<>"']/);
        assert.doesNotMatch(written, /&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });

  it('writes HTML as it is, a list item by item, and nothing for what is not there', () => {
    const items = ['a', 'b'].map((text) => html`<i>${text}</i>`);
    assert.equal(html`<p>${items}${undefined}${false}${7}</p>`.text, '<p><i>a</i><i>b</i>7</p>');
  });
});
