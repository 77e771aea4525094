// HTML by tagged template: every value is escaped unless it is HTML that this function made.

const brand = Symbol('html');

export interface Html {
  readonly [brand]: true;
  readonly text: string;
}

export type HtmlValue = Html | readonly Html[] | string | number | false | undefined;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function written(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number')
    return String(value).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
  return 'text' in value ? value.text : value.map(({ text }) => text).join('');
}

/** `false` and `undefined` write nothing, a list writes its items. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const text = parts.reduce((before, part, index) => `${before}${written(values[index - 1])}${part}`);
  return { [brand]: true, text };
}
