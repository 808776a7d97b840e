/** The style sheet of HTML reports. */
export const reportStyle = `
:root { color-scheme: light; --ink: #1c2430; --soft: #5b6675; --rule: #d8dee6; --main: #0c5aa6; --chance: #b4451f; --other: #1b7a4b; --third: #7a3fa0; --fourth: #8a6a00; --fifth: #44556b; }
body { margin: 0; background: #fff; color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 24px 24px 64px; }
h1 { font-size: 26px; margin: 32px 0 12px; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 40px 0 10px; padding-bottom: 4px; border-bottom: 1px solid var(--rule); }
p { max-width: 78ch; margin: 8px 0; overflow-wrap: anywhere; }
.caption, figcaption, .legend { color: var(--soft); font-size: 13px; }
.beside { display: flex; flex-wrap: wrap; column-gap: 32px; align-items: flex-start; }
.beside > * { min-width: 0; max-width: 100%; }
.beside > div { flex: 1 1 320px; }
.beside td { padding-top: 1px; padding-bottom: 1px; }
.scroll { overflow-x: auto; margin: 12px 0; }
table { border-collapse: collapse; font-size: 13px; }
th, td { padding: 4px 12px 4px 0; text-align: left; white-space: nowrap; }
th { border-bottom: 1px solid var(--ink); font-weight: 600; }
td { border-bottom: 1px solid var(--rule); }
th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 16px 0; }
figcaption { margin-bottom: 6px; }
svg { max-width: 100%; height: auto; display: block; font-size: 12px; }
svg text { fill: var(--ink); }
svg .number { fill: var(--soft); font-variant-numeric: tabular-nums; }
svg .label { font-size: 13px; }
svg .grid { stroke: #e8ecf1; }
svg .tick { stroke: var(--soft); }
svg .axis { fill: none; stroke: var(--soft); }
svg .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
svg .main { stroke: var(--main); }
svg .other { stroke: var(--other); }
svg .third { stroke: var(--third); }
svg .fourth { stroke: var(--fourth); }
svg .fifth { stroke: var(--fifth); }
svg .chance { stroke: var(--chance); stroke-dasharray: 2 4; stroke-linecap: round; }
svg .fit { stroke: var(--chance); stroke-dasharray: 7 4; }
svg .dots { fill: var(--main); }
svg .band { fill: var(--main); fill-opacity: 0.16; stroke: none; }
svg .bar { fill: var(--main); }
svg .value, svg .cell { font-variant-numeric: tabular-nums; }
svg .cell.dark { fill: #fff; }
svg .empty { fill: #eceff3; }
svg .marked { font-weight: 700; fill: var(--chance); }
.legend span { margin-right: 18px; white-space: nowrap; }
.key { display: inline-block; width: 22px; height: 0; margin-right: 6px; vertical-align: middle; border-top: 2px solid var(--main); }
.key.other { border-top-color: var(--other); }
.key.third { border-top-color: var(--third); }
.key.fourth { border-top-color: var(--fourth); }
.key.fifth { border-top-color: var(--fifth); }
.key.chance { border-top: 2px dotted var(--chance); }
.key.fit { border-top: 2px dashed var(--chance); }
.key.dots { width: 8px; height: 8px; border: 0; border-radius: 50%; background: var(--main); }
.key.band { height: 10px; border: 0; background: var(--main); opacity: 0.16; }
@media print { main { max-width: none; padding: 0; } h2 { break-after: avoid; } figure, tr { break-inside: avoid; } }
`;
