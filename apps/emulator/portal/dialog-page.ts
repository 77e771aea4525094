// The page of the dialog "Add an artifact".
import { createHash } from 'node:crypto';
import type { PickedValue } from '../azure-devops/data-sources/input-value.ts';
import type { ArtifactType } from '../azure-devops/extensions/artifact-type.ts';
import { textOf } from '../azure-devops/data-sources/template-helpers.ts';
import type { DialogField } from './dialog-fields.ts';
import { html, type Html } from './html.ts';
import type { StoredSource } from './stored-source.ts';
import { script, style } from './style.ts';

/** Lets this script run and no other. */
const scriptHash = createHash('sha256').update(script).digest('base64');
export const contentSecurityPolicy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; form-action 'self'`;

function option(id: string, { value, displayValue, data }: PickedValue, chosen: string): Html {
  const more = textOf(data['commitMessage']);
  return html`<label
    ><input
      type="radio"
      name="${id}"
      value="${value}"
      ${value === chosen && html`checked`}
    />${displayValue}${more !== '' && html`<span class="more">${more}</span>`}</label
  >`;
}

function list({ input, value, options = [], label }: DialogField): Html {
  const shown = options.find((each) => each.value === value)?.displayValue;
  const isSearchable = input.properties?.['isSearchable'] === true;
  const hint = `Search ${options.length} ${options.length === 1 ? 'entry' : 'entries'}`;
  return html`<details name="list">
    <summary
      class="${shown === undefined && 'empty'}"
      id="${input.id}"
      aria-labelledby="label-${input.id} ${input.id}"
    >
      ${shown ?? (options.length === 0 ? 'Nothing to choose from' : 'Choose')}
    </summary>
    <div class="panel" role="radiogroup" aria-label="${label}">
      ${isSearchable && html`<input type="search" placeholder="${hint}" aria-label="${hint}" />`}${options.map(
        (each) => option(input.id, each, value),
      )}
    </div>
  </details>`;
}

function control(field: DialogField): Html {
  const { input, value, options, waitsFor, error } = field;
  if (waitsFor.length > 0) return html`<div class="box">First choose: ${waitsFor.join(', ')}</div>`;
  if (options === undefined)
    return html`<input
      type="text"
      name="${input.id}"
      id="${input.id}"
      value="${value}"
      aria-labelledby="label-${input.id}"
      autocomplete="off"
    />`;
  return error === undefined ? list(field) : html`<div class="box">Could not be read</div>`;
}

function fieldHtml(field: DialogField): Html {
  const { input, label, isRequired, error } = field;
  const help = typeof input['description'] === 'string' ? input['description'] : '';
  return html`<div class="field" data-field="${input.id}">
    <div class="label" id="label-${input.id}">
      ${label} ${isRequired && html`<span class="required">*</span>`}
    </div>
    ${control(field)} ${error !== undefined && html`<div class="error">${error}</div>`}
    <div class="help">${help}</div>
  </div>`;
}

function sourceHtml({ alias, sourceId, versions, version, links }: StoredSource): Html {
  const link = (target: string, text: string): Html | undefined =>
    links[target] === undefined ? undefined : html`<a href="${links[target]}">${text}</a>`;
  return html`<section class="card" id="source">
    <h2>This source</h2>
    <dl>
      <dt>Alias</dt>
      <dd>${alias}</dd>
      <dt>Source id</dt>
      <dd><code>${sourceId}</code></dd>
      <dt>A release takes</dt>
      <dd>
        ${
          version === undefined
            ? 'the version that its creator chooses'
            : html`version ${version.name} (${link('artifactSourceVersionUrl', 'open it in the studio')})`
        }
      </dd>
    </dl>
    <h2>Versions in "Create a release"</h2>
    <table>
      <tr>
        <th>Version</th>
        <th>About it</th>
      </tr>
      ${versions.slice(0, 8).map(
        ({ displayValue, data }) =>
          html`<tr>
            <td>${displayValue}</td>
            <td>${textOf(data['commitMessage'])}</td>
          </tr>`,
      )}
    </table>
  </section>`;
}

export interface DialogPage {
  readonly types: readonly ArtifactType[];
  readonly type: ArtifactType;
  readonly fields: readonly DialogField[];
  readonly source?: StoredSource;
  /** Why the source could not be stored. */
  readonly problem?: string;
}

/** The whole document. */
export function dialogPage({ types, type, fields, source, problem }: DialogPage): string {
  const body = html`<header>Emulated Azure DevOps <span>/ AzureML / release pipeline</span></header>
    <main>
      <form class="card" id="dialog" method="get">
        <h1>Add an artifact</h1>
        <nav aria-label="Source type">
          ${types.map(
            ({ name, displayName }) =>
              html`<a
                href="?type=${encodeURIComponent(name)}"
                ${name === type.name && html`aria-current="true"`}
                >${displayName}</a
              >`,
          )}
        </nav>
        <input type="hidden" name="type" value="${type.name}" />
        ${fields.map(fieldHtml)}
        <noscript><button>Ask again</button></noscript>
      </form>
      ${source && sourceHtml(source)}${
        problem !== undefined &&
        html`<section class="card" id="source">
          <h2>This source</h2>
          <p class="error">${problem}</p>
        </section>`
      }
    </main>`;
  const head = `<meta charset="utf-8"><title>Add an artifact</title><style>${style}</style>`;
  // Put together outside of the template: the script must stay as it is, to the letter, for the policy's hash.
  return `<!doctype html><html lang="en"><head>${head}</head><body>${body.text}<script>${script}</script></body></html>`;
}
