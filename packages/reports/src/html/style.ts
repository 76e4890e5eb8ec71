/** Styles of the report. Colours follow the system's light or dark theme until the reader chooses one. */
export const STYLE = `
:root{--page:#f6f7f9;--card:#fff;--ink:#1b2330;--soft:#5d6878;--line:#e3e7ec;--actual:#2b5fd9;--forecast:#e0701b;--naive:#a3adba;--good:#1a7f4b;--bad:#c2372f;color-scheme:light}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){--page:#12161d;--card:#1a202a;--ink:#e6eaf0;--soft:#98a4b5;--line:#2c3542;--actual:#6f9bff;--forecast:#ff9a4d;--naive:#6b7789;--good:#4fc48a;--bad:#ff7b72;color-scheme:dark}}
:root[data-theme=dark]{--page:#12161d;--card:#1a202a;--ink:#e6eaf0;--soft:#98a4b5;--line:#2c3542;--actual:#6f9bff;--forecast:#ff9a4d;--naive:#6b7789;--good:#4fc48a;--bad:#ff7b72;color-scheme:dark}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
header,main,footer{max-width:1080px;margin:0 auto;padding:0 20px}
header{display:flex;justify-content:space-between;align-items:center;padding-top:28px;padding-bottom:8px}
h1{margin:0;font-size:28px;letter-spacing:-.01em}h2{margin:0 0 2px;font-size:19px}h3{margin:22px 0 4px;font-size:16px}
p{margin:0 0 12px;color:var(--soft)}header p{margin:2px 0 0}
footer{padding-bottom:32px;color:var(--soft);font-size:13px}
section,.tile{background:var(--card);border:1px solid var(--line);border-radius:12px}
section{padding:20px 22px;margin:16px 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(160px,1fr));gap:14px;margin:14px 0}
.tile{padding:14px 18px;display:flex;flex-direction:column}
.tile span{color:var(--soft);font-size:13px}.tile strong{font-size:27px;line-height:1.25;font-variant-numeric:tabular-nums}.tile small{color:var(--soft)}
.tile.good strong,.good{color:var(--good)}.tile.bad strong,.bad{color:var(--bad)}
.chart{display:block;width:100%;height:auto;touch-action:pan-y}
.grid{stroke:var(--line);stroke-width:1}.tick{fill:var(--soft);font-size:12px}
.line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.line.actual{stroke:var(--actual)}.line.forecast{stroke:var(--forecast)}.line.naive{stroke:var(--naive);stroke-width:1.5;stroke-dasharray:4 3}
.pointer{stroke:var(--soft);stroke-dasharray:2 2;visibility:hidden}
.legend{display:flex;gap:18px;font-size:13px;color:var(--soft);margin:2px 0 4px}
.key::before{content:"";display:inline-block;width:16px;height:3px;border-radius:2px;margin-right:6px;vertical-align:middle;background:currentColor}
.key.actual::before{background:var(--actual)}.key.forecast::before{background:var(--forecast)}.key.naive::before{background:var(--naive)}
figure{margin:0}figcaption{color:var(--soft);font-size:13px;overflow-wrap:anywhere}
.scroll{overflow:auto;max-height:560px}
table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums}
th,td{padding:6px 7px;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
thead th{position:sticky;top:0;background:var(--card);color:var(--soft);font-weight:500;font-size:13px}
tbody th,.text{text-align:left;font-weight:500}
a{color:var(--actual);text-decoration:none}a:hover{text-decoration:underline}
button,select,input{font:inherit;color:inherit;background:var(--page);border:1px solid var(--line);border-radius:8px;padding:6px 12px}
button{cursor:pointer}.pick{display:flex;gap:8px;margin-bottom:12px}.pick select{flex:1;min-width:0}#filter{width:100%;max-width:340px;margin:4px 0 10px}
#tip{position:fixed;pointer-events:none;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:8px 12px;font-size:13px;box-shadow:0 4px 18px rgba(0,0,0,.16);font-variant-numeric:tabular-nums}
#tip b{display:block}
@media(max-width:600px){header,main,footer{padding-left:12px;padding-right:12px}section{padding:14px 12px}.scroll{max-height:none}h1{font-size:23px}}
@media print{
:root,:root[data-theme=dark],:root:not([data-theme=light]){--page:#fff;--card:#fff;--ink:#1b2330;--soft:#4a5462;--line:#cfd5dc;--actual:#2b5fd9;--forecast:#b9560f;--naive:#7d8896;--good:#1a7f4b;--bad:#c2372f;color-scheme:light}
@page{margin:14mm 12mm}
body{font-size:12px}header,main,footer{max-width:none;padding:0}section{padding:12px 0;border:0}
button,.pick,#filter{display:none}.scroll{overflow:visible;max-height:none}
table{font-size:9.5px}th,td{padding:3px 4px}tbody th,.text{white-space:normal;overflow-wrap:anywhere}thead th{white-space:normal}thead{display:table-header-group}thead th{position:static}
tr,.tile,.chart,figure{break-inside:avoid}h2,h3{break-after:avoid}
}
`;
