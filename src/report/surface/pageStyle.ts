// The look of a surface page: light and dark, from 360 to 1600 pixels, and on paper.

const LIGHT = `--page: #ffffff; --ink: #1b1d22; --faint: #5b606b; --line: #c9cdd6; --panel: #f4f5f8;
--accent: #3f4fc4; --on-accent: #ffffff; color-scheme: light;`;

const DARK = `--page: #14161b; --ink: #eceef2; --faint: #a3a9b6; --line: #3d424e; --panel: #1c1f26;
--accent: #8b9bff; --on-accent: #10131c; color-scheme: dark;`;

/** The style sheet of the page. */
export const PAGE_STYLE = `
:root { ${LIGHT} }
@media (prefers-color-scheme: dark) { :root:not(.paper) { ${DARK} } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; max-width: 1640px; padding: 16px clamp(12px, 2vw, 28px) 12px;
  background: var(--page); color: var(--ink);
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { margin: 0; font-size: clamp(19px, 2.2vw, 25px); line-height: 1.25; overflow-wrap: anywhere; }
p { margin: 4px 0 0; overflow-wrap: anywhere; }
#subtitle { color: var(--faint); font-size: 15px; }
dl { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 8px 0 0; }
dl div { display: flex; gap: 6px; min-width: 0; }
dt { color: var(--faint); white-space: nowrap; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.controls { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 24px; margin: 14px 0 12px; }
fieldset { display: flex; align-items: center; border: 0; margin: 0; padding: 0; min-width: 0; }
legend { float: left; padding: 0; margin-right: 8px; color: var(--faint); }
fieldset label { position: relative; }
fieldset input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0;
  cursor: pointer; }
fieldset span { display: block; padding: 4px 12px; border: 1px solid var(--line); }
fieldset label:not(:last-child) span { border-radius: 6px 0 0 6px; }
fieldset label:last-child span { border-radius: 0 6px 6px 0; margin-left: -1px; }
fieldset input:checked + span { background: var(--accent); border-color: var(--accent);
  color: var(--on-accent); }
#time { display: flex; flex: 1 1 320px; align-items: center; gap: 10px; min-width: 0; }
#time label { color: var(--faint); white-space: nowrap; }
#stepCount { display: inline-block; min-width: 2.2em; color: var(--ink); font-weight: 600;
  font-variant-numeric: tabular-nums; }
#steps { flex: 1 1 80px; min-width: 60px; accent-color: var(--accent); }
button { padding: 4px 12px; border: 1px solid var(--line); border-radius: 6px; cursor: pointer;
  background: var(--page); color: var(--ink); font: inherit; }
button:hover, fieldset label:hover input:not(:checked) + span { background: var(--panel); }
#play { min-width: 5.5em; }
:focus-visible, fieldset input:focus-visible + span { outline: 2px solid var(--accent);
  outline-offset: 2px; }
.views { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
figure { margin: 0; min-width: 0; display: flex; flex-direction: column; }
canvas { display: block; width: 100%; }
#scene { height: clamp(290px, 78vw, 560px); touch-action: none; cursor: grab; border-radius: 6px; }
#scene:active { cursor: grabbing; }
#map { height: clamp(290px, 78vw, 560px); touch-action: pan-y; cursor: crosshair; border-radius: 6px; }
#bar { height: 40px; margin-top: 6px; }
figcaption { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between;
  gap: 4px 12px; min-height: 34px; color: var(--faint); font-size: 13px; }
#readout { color: var(--ink); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
ul { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 26px; margin: 10px 0 0; padding: 0; }
li { display: flex; align-items: center; gap: 8px; min-width: 0; overflow-wrap: anywhere; }
li canvas { flex: none; width: 44px; height: 18px; }
footer { margin-top: 10px; padding-top: 8px; border-top: 1px solid var(--line); color: var(--faint);
  font-size: 13px; }
@media (min-width: 900px) {
  .views { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
  #scene { height: clamp(380px, 64vh, 760px); }
  #map { height: calc(clamp(380px, 64vh, 760px) - 46px); }
}
@media print {
  @page { margin: 12mm; }
  body { padding: 0; max-width: none; }
  .controls, #reset, #sceneHelp, figcaption, noscript { display: none; }
  .views { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  #scene, #map { height: 105mm; }
  figure, li { break-inside: avoid; }
  * { print-color-adjust: exact; }
}
@media (prefers-reduced-motion: no-preference) { button, fieldset span { transition: background 0.12s; } }
`;
