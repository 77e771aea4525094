// Hides secrets in log lines: each secret, its lines, and the escaped forms in which programs print it become ***.

/** A line of a secret that is shorter would blank out ordinary text ("}", "--"); the whole secret is masked at any length. */
const shortestLine = 3;

/** Half a surrogate pair cannot be written as UTF-8; every encoder puts this sign there. */
function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
}

/** .NET's Uri.EscapeDataString. */
function uriEscaped(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function xmlEscaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** As task-lib writes data in a ##vso command. */
function commandEscaped(text: string): string {
  return text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** As task-lib writes a property of a ##vso command. */
function propertyEscaped(text: string): string {
  return commandEscaped(text).replaceAll(']', '%5D').replaceAll(';', '%3B');
}

function escapedForms(secret: string): readonly string[] {
  const oneLine = secret.replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return [
    secret,
    secret.trim(),
    jsonEscaped(secret),
    jsonEscaped(jsonEscaped(secret)),
    uriEscaped(secret),
    encodeURIComponent(wellFormed(secret)),
    new URLSearchParams({ '': secret }).toString().slice(1),
    xmlEscaped(secret),
    xmlEscaped(secret).replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    commandEscaped(secret),
    propertyEscaped(secret),
    oneLine,
    secret.replaceAll('\\', '\\\\'),
    secret.replaceAll('\\\\', '\\'),
    Buffer.from(secret, 'utf8').toString('base64'),
  ];
}

function linesOf(secret: string): readonly string[] {
  return secret
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line.length >= shortestLine);
}

export class SecretMask {
  readonly #forms = new Set<string>();

  /** White space alone is never a secret. */
  add(secret: string): void {
    if (secret.trim() === '') return;
    const whole = escapedForms(secret);
    const lines = /[\r\n]/.test(secret) ? linesOf(secret).flatMap(escapedForms) : [];
    for (const form of [...whole, ...lines]) if (form.trim() !== '') this.#forms.add(form);
  }

  /** The text with every secret replaced; secrets that overlap or touch become one ***. */
  mask(text: string): string {
    const hidden: [from: number, to: number][] = [];
    for (const form of this.#forms)
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1))
        hidden.push([at, at + form.length]);
    if (hidden.length === 0) return text;
    hidden.sort((left, right) => left[0] - right[0]);
    let masked = '';
    let end = -1;
    let shown = 0;
    for (const [from, to] of hidden) {
      if (from > end) {
        masked += `${text.slice(shown, from)}***`;
      }
      end = Math.max(end, to);
      shown = end;
    }
    return masked + text.slice(shown);
  }
}
