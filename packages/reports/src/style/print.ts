/** Paper: A4, light, nothing to press; rows and cards stay whole. */
export const PRINT = `
@media print{
@page{size:A4;margin:12mm}
:root{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{font-size:9.5pt}.page{max-width:none;padding:0}.title{padding-top:0}.lead{font-size:13pt;line-height:18pt;padding:6px 0 12px}
button,.btn,.seg,.pick,input[type=search],.scrub,.cross,kbd,.keys{display:none!important}
.cards{display:block}.cards.two{display:block}.card,.figs{box-shadow:none;border-color:#bbb;break-inside:avoid;margin:0 0 12px}
.card.flow{break-inside:auto}.card>header,h2,h3{break-after:avoid}
.figs{grid-template-columns:repeat(4,minmax(0,1fr))}.fig .value{font-size:20px;line-height:26px}
.scroll,.scroll.tall{overflow:visible;max-height:none}.scroll thead th,.scroll .t th:first-child{position:static;background:none}.t thead{display:table-header-group}
.t th,.t td,.t tbody th{padding:2px 5px;font-size:8.5pt;line-height:12pt;white-space:normal}
.t .name,.t .why{max-width:none;min-width:24mm;white-space:normal;overflow:visible;overflow-wrap:anywhere}.t .num,.t .nw,.t.numbers td{white-space:nowrap}.t .why{min-width:36mm}
.t tr,.fig,.plot,.bars,.slices>*{break-inside:avoid}.parallel{overflow:visible}a{color:inherit}pre.code{white-space:pre-wrap;overflow:visible}
}
`;
