/** Cards, key figures, states, tables and what stands if there is nothing. */
export const PARTS = `
.cards{display:grid;gap:16px;grid-template-columns:minmax(0,1fr)}
.cards+.cards{margin-top:16px}.cards.two{grid-template-columns:repeat(2,minmax(0,1fr))}.cards>*{min-width:0}.cards.two>.wide{grid-column:1/-1}
.card{background:var(--surface);border:1px solid var(--line);border-radius:var(--r-3);box-shadow:var(--shadow-1);min-width:0}
.card>header{display:flex;align-items:baseline;gap:4px 8px;padding:12px 16px 10px;flex-wrap:wrap}
.card>header p{color:var(--ink-2);font:var(--t-12) var(--sans);overflow-wrap:anywhere;min-width:0}.card>header .right{margin-left:auto}
.card>footer{padding:9px 16px;border-top:1px solid var(--line);color:var(--ink-3);font:var(--t-12) var(--sans)}
.pad{padding:0 16px 16px}.pad>*+*{margin-top:12px}
.note{color:var(--ink-2);max-width:82ch;overflow-wrap:anywhere;margin-bottom:12px}.part{margin-bottom:24px}.part>h2{font-size:16px;line-height:24px;overflow-wrap:anywhere}
.figs{display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));background:var(--surface);border:1px solid var(--line);border-radius:var(--r-3);box-shadow:var(--shadow-1);margin-bottom:16px;overflow:hidden}
.fig{padding:12px 16px 13px;box-shadow:-1px -1px 0 var(--line);min-width:0}
.fig dt{color:var(--ink-2);font:var(--t-12) var(--sans)}
.fig .value{font:600 var(--t-26) var(--sans);letter-spacing:-.02em;font-variant-numeric:tabular-nums;margin:2px 0 0}
.fig .value .state{font:500 var(--t-14) var(--sans);letter-spacing:0;margin-left:8px;vertical-align:4px}
.fig .beside{color:var(--ink-3);font:var(--t-12) var(--sans)}
.ic{flex:none;display:inline-block;vertical-align:-2px}.ic .o{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
.ic .s{fill:currentColor;stroke:currentColor;stroke-linejoin:round;stroke-width:.8}.ic .cut{stroke:var(--surface);stroke-width:1.5;stroke-linecap:round;fill:none}
.state{display:inline-flex;align-items:center;gap:6px;font-weight:500;white-space:nowrap}
.pill{height:20px;padding:0 8px 0 5px;border-radius:10px;font:500 12px/20px var(--sans)}
.t{width:100%;border-collapse:collapse}
.t th{font:500 var(--t-12) var(--sans);color:var(--ink-3);text-align:left;padding:10px 8px 8px;white-space:nowrap;vertical-align:bottom}
.t td,.t tbody th{padding:4px 8px;height:var(--row);vertical-align:middle;font:400 var(--t-13) var(--sans);color:var(--ink);border-top:1px solid var(--line)}
.t tbody th{font-weight:500}
.t td .state,.t th .state{vertical-align:middle}
.t .num,.t.numbers td,.t.numbers thead th+th{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.t .nw{white-space:nowrap}.t .name{max-width:340px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.t .why{min-width:240px;max-width:82ch;overflow-wrap:anywhere}
.t th:first-child,.t td:first-child{padding-left:16px}.t th:last-child,.t td:last-child{padding-right:16px}
.t tbody tr:hover{background:color-mix(in srgb,var(--sunken) 55%,transparent)}
.t u{text-decoration-thickness:2px;text-decoration-color:var(--line-strong);text-underline-offset:3px}
.scroll{overflow:auto;position:relative}.scroll.tall{max-height:720px}.card>.scroll:last-child,.card>.values:last-child>.scroll{border-radius:0 0 var(--r-3) var(--r-3)}.scroll:focus-visible{outline-offset:-2px}
.scroll thead th{position:sticky;top:0;z-index:1;background:var(--surface);box-shadow:inset 0 -1px 0 var(--line)}
.kv{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:6px 16px}.kv>div{display:contents}.kv dt{color:var(--ink-2)}.kv dd{font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.empty{padding:20px 24px 28px;text-align:center;color:var(--ink-2)}.empty b{display:block;color:var(--ink);margin-bottom:2px}
.empty code{display:inline-block;margin-top:10px;padding:4px 10px;background:var(--sunken);border-radius:var(--r-2)}
pre.code{margin:0;padding:10px 12px;background:var(--sunken);border-radius:var(--r-2);overflow:auto}
.pick{display:flex;gap:8px}.pick select{flex:1;min-width:0;text-overflow:ellipsis}
@media(max-width:1100px){.cards.two{grid-template-columns:minmax(0,1fr)}}
@media(max-width:720px){
.figs{grid-template-columns:1fr 1fr}.fig .value{font-size:22px;line-height:28px}.fig .value .state{display:flex;margin:2px 0 0}
.card>header .right{margin-left:0}.scroll.tall{max-height:480px}.kv{grid-template-columns:minmax(0,1fr)}.kv dd{margin-bottom:4px}
.t .name{max-width:200px;white-space:normal;overflow-wrap:anywhere}
.scroll .t th:first-child{position:sticky;left:0;z-index:2;background:var(--surface);min-width:104px;max-width:150px;white-space:normal;overflow-wrap:anywhere}
}
`;
