// How the emulated portal looks: one column for the dialog, one for what comes of it.

export const style = `
:root { color-scheme: light; --ink: #1f2328; --soft: #5b6570; --line: #d0d7de; --accent: #0067b8; --bad: #a4262c; }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.45 "Segoe UI", "DejaVu Sans", system-ui, sans-serif; color: var(--ink); background: #f3f4f6; }
header { background: #24292f; color: #fff; padding: 10px 24px; font-weight: 600; }
header span { color: #b7c0ca; font-weight: 400; }
main { display: grid; grid-template-columns: 560px 460px; gap: 24px; padding: 24px; align-items: start; }
.card { background: #fff; border: 1px solid var(--line); border-radius: 6px; padding: 20px 24px 24px; }
h1 { font-size: 19px; margin: 0 0 14px; } h2 { font-size: 15px; margin: 0 0 10px; }
nav { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 16px; }
nav a { padding: 8px 14px; border: 1px solid var(--line); border-radius: 4px; color: var(--ink); text-decoration: none; }
nav a[aria-current] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); font-weight: 600; }
.field { margin: 0 0 14px; } .label { font-weight: 600; margin-bottom: 3px; display: block; }
.required { color: var(--bad); } .help { color: var(--soft); font-size: 12px; margin-top: 3px; }
.error { color: var(--bad); font-size: 12px; margin-top: 4px; overflow-wrap: anywhere; }
.box, summary, input[type=text], input[type=search] { width: 100%; font: inherit; padding: 6px 10px; min-height: 34px;
  border: 1px solid #8a949e; border-radius: 3px; background: #fff; color: var(--ink); }
.box { background: #f0f1f3; color: var(--soft); border-color: var(--line); }
summary { cursor: pointer; list-style: none; display: flex; justify-content: space-between; }
summary::after { content: ""; width: 7px; height: 7px; border: solid #57606a; border-width: 0 2px 2px 0; transform: rotate(45deg); margin: 5px 4px 0; }
summary.empty { color: var(--soft); }
details[open] summary { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
details { position: relative; }
.panel { position: absolute; z-index: 2; left: 0; right: 0; background: #fff; border: 1px solid var(--line); border-radius: 0 0 4px 4px;
  box-shadow: 0 6px 18px #0003; padding: 8px; max-height: 300px; overflow-y: auto; }
.panel label { display: block; padding: 5px 8px; border-radius: 3px; cursor: pointer; overflow-wrap: anywhere; }
[hidden] { display: none !important; } .panel label:hover { background: #eef4fb; } .panel label:has(:checked) { background: #deecf9; }
.panel input[type=radio] { position: absolute; opacity: 0; } .panel input[type=search] { margin-bottom: 6px; }
.panel label:has(:focus-visible) { outline: 2px solid var(--accent); }
.more { display: block; color: var(--soft); font-size: 12px; }
button { font: inherit; font-weight: 600; padding: 7px 20px; border: 0; border-radius: 3px; background: var(--accent); color: #fff; }
button:disabled { background: #e3e5e8; color: #6e7781; }
dl { margin: 0 0 16px; display: grid; grid-template-columns: max-content 1fr; gap: 6px 14px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; } code { font: 12px/1.5 "DejaVu Sans Mono", monospace; }
table { width: 100%; border-collapse: collapse; } td, th { text-align: left; padding: 5px 8px 5px 0; border-bottom: 1px solid #eaeef2; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 400; white-space: nowrap; } td:first-child { white-space: nowrap; font-weight: 600; }
`;

/** A choice sends the form; typing in a search box hides what does not match; one list is open at a time. */
export const script = `
document.addEventListener('change', (event) => { if (event.target.type !== 'search') event.target.form.requestSubmit(); });
document.addEventListener('input', (event) => {
  if (event.target.type !== 'search') return;
  const wanted = event.target.value.toLowerCase();
  for (const option of event.target.closest('.panel').querySelectorAll('label'))
    option.hidden = !option.textContent.toLowerCase().includes(wanted);
});
`;
