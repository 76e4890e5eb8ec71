/**
 * The marks of charts. A plot is as wide as its place and as high as it says: what is stretched lies in an svg of its own
 * whose lines keep their width; texts and dots are placed in per cent and never stretched.
 */
export const CHARTS = `
.chart{container-type:inline-size}.chart .drawing,.chart .values{padding:0 0 8px}
.chart:has(input[value=chart]:checked) .values,.chart:has(input[value=table]:checked) :is(.drawing,.readout){display:none}
.chart>header .tools{display:flex;gap:4px;align-items:center;margin-left:auto}
.chart .below{padding:4px 16px 12px}
.chart .values{border-top:1px solid var(--line);padding:0}
.readout{display:flex;flex-wrap:wrap;gap:2px 16px;padding:0 16px 8px;color:var(--ink-2);font:var(--t-12) var(--sans);min-height:24px}
.readout>span{display:inline-flex;gap:6px;align-items:center;white-space:nowrap;max-width:100%;overflow:hidden}.readout b{color:var(--ink);font-variant-numeric:tabular-nums}
.readout .at{min-width:104px}
.key{display:inline-block;flex:none;width:18px;height:0;border-top:2px solid var(--observed)}
.key.dots{width:7px;height:7px;margin:0 3px;border:0;border-radius:50%;background:var(--observed)}
.key.forecast{border-color:var(--forecast)}.key.forecast.dots{background:var(--forecast)}
.key.naive{border-top:2px dotted var(--naive)}.key.naive.dots{background:none;border:1.5px solid var(--naive)}
.key.predecessor{border-top:2px dashed var(--intervened-mark)}
.key.band{height:10px;background:var(--band-80);border:solid var(--forecast-edge);border-width:1px 0}.key.band.outer{background:var(--band-95);border-style:dotted}.key.pit{width:10px;height:10px;border:0;background:var(--forecast-edge)}.key.none{height:12px;border:0;background:repeating-linear-gradient(135deg,transparent 0 3px,var(--hatch) 3px 4.5px)}
.course{display:grid;grid-template-columns:auto minmax(0,1fr) auto;position:relative;margin:0 16px}
:is(.course,.parallel,.slices):has(>.scrub:focus-visible){outline:2px solid var(--focus);outline-offset:2px;border-radius:var(--r-1)}.parallel:has(>.scrub:focus-visible){outline-offset:-2px}
.plot{grid-area:1/2;overflow:visible;touch-action:pan-y;cursor:crosshair}.plot svg{overflow:visible}
.scrub{grid-area:1/2;width:100%;height:100%;margin:0;opacity:0;pointer-events:none}
.ends{display:none;overflow:visible}@container(min-width:620px){.ends{display:block}}
.tick{font:11px var(--sans);fill:var(--ink-3);font-variant-numeric:tabular-nums}.tick.strong{font-weight:600;fill:var(--ink)}
.lab{font:12px var(--sans);fill:var(--ink-2);font-variant-numeric:tabular-nums}.lab.forecast{fill:var(--forecast);font-weight:600}.lab.observed{fill:var(--ink);font-weight:600}.lab.naive{fill:var(--ink-3)}.lab.predecessor{fill:var(--intervened)}.lab.strong{font-weight:600;fill:var(--ink)}
.plot :is(path,line){vector-effect:non-scaling-stroke}
.rows line{stroke:var(--grid)}.zero{stroke:var(--line-strong)}.nofill{fill:none}
.line{fill:none;stroke:var(--observed);stroke-width:1.75px;stroke-linejoin:round}
.line.forecast{stroke:var(--forecast)}.line.naive{stroke:var(--naive);stroke-width:1.5px;stroke-dasharray:.1 3.6;stroke-linecap:round}.line.predecessor{stroke:var(--intervened-mark);stroke-width:1.5px;stroke-dasharray:5 3}
.happened .box{fill:var(--surface);stroke:var(--ink-2)}.happened .letter{font:600 11px var(--sans);fill:var(--ink)}.happened .down{stroke:var(--ink-3);stroke-dasharray:1.5 2.5}@container(max-width:420px){.happened .words{display:none}}
.band{fill:var(--band-80)}.band.outer{fill:var(--band-95)}.edge{fill:none;stroke:var(--forecast-edge)}.edge.outer{stroke-dasharray:1 3}
.gridline{stroke:var(--grid)}.diagonal{stroke:var(--naive);stroke-width:1.5px;stroke-dasharray:.1 3.6;stroke-linecap:round}
.wilson{stroke:var(--band-80);stroke-width:10px}.wilson.at{stroke:var(--forecast-edge)}.pit{fill:var(--forecast-edge)}.pit.at{fill:var(--forecast)}.chance{fill:var(--band-80);opacity:.75;pointer-events:none}
.nominal{stroke:var(--target);stroke-dasharray:4 3}.covered{stroke:var(--forecast);stroke-width:2px}
.dots circle{r:3px}.dots.fine circle{r:2px}.dots{fill:var(--observed);stroke:var(--surface);stroke-width:.75}.dots.forecast{fill:var(--forecast)}.dots.naive{fill:var(--surface);stroke:var(--naive);stroke-width:1.5}
.cross{stroke:var(--line-strong);stroke-dasharray:2 2;visibility:hidden}.course:is(:hover,:focus-within) .cross{visibility:visible}.hatch{stroke:var(--hatch);stroke-width:1.5}
.bars{display:grid;grid-template-columns:minmax(64px,max-content) minmax(80px,1fr) max-content;gap:8px 12px;align-items:center;padding:0 16px 8px}
.bars .label{color:var(--ink-2);overflow-wrap:anywhere;max-width:200px}.bars .figure{font-weight:600;text-align:right;font-variant-numeric:tabular-nums}
.bars svg{width:100%;height:12px;overflow:visible}.bar{fill:var(--forecast-edge)}.bar.observed{fill:var(--line-strong)}.bar.watch{fill:var(--watch-mark)}.bar.failing{fill:var(--failing-mark)}.bar.naive{fill:none;stroke:var(--naive);stroke-width:1.5;stroke-dasharray:.1 3.6;stroke-linecap:round}
.bars .base{stroke:var(--line-strong)}.bars.coverage svg{height:18px}
.parallel{position:relative;margin:0 16px}.parallel .plot{cursor:default}
.trial{fill:none;stroke:var(--line-strong);stroke-width:1px}.trial.good{stroke:var(--ink-2);stroke-width:1.25px}.trial.best{stroke:var(--forecast);stroke-width:2.5px}.trial.at{stroke:var(--ink);stroke-width:2.5px;stroke-dasharray:6 3}
.rule{stroke:var(--line-strong)}.halo{paint-order:stroke;stroke:var(--surface);stroke-width:3px;stroke-linejoin:round}
.parallel>.scrub,.slices>.scrub{position:absolute;inset:0;grid-area:auto}.slices{position:relative;display:grid;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));gap:16px 24px;padding:0 16px 8px}.slices h3{margin-bottom:4px;overflow-wrap:anywhere}.slices .course{margin:0}
.spot{fill:var(--surface);stroke:var(--ink-2);stroke-width:1.25}.spot.best{fill:var(--forecast);stroke:var(--surface)}.spot.naive{stroke:var(--naive);stroke-width:1.5}.spot.at{fill:var(--ink);stroke:var(--surface)}.spot.best.at{fill:var(--forecast);stroke:var(--ink)}
`;
