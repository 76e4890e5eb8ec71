/** Type, the frame of a page, and what can be pressed. */
export const BASE = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:var(--t-13) var(--sans)}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}ul,ol{list-style:none}
h1{font:600 var(--t-20) var(--sans);letter-spacing:-.012em;overflow-wrap:anywhere}h2{font:600 var(--t-14) var(--sans)}h3{font:600 var(--t-13) var(--sans)}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline;text-underline-offset:2px}
svg{display:block}b,strong{font-weight:600}code,pre{font:12px/18px var(--mono)}
small{font:var(--t-12) var(--sans)}
[hidden]{display:none!important}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:var(--r-1)}
.page{max-width:1360px;margin:0 auto;padding:0 28px 32px}
.title{display:flex;justify-content:space-between;align-items:flex-start;gap:16px;padding:24px 0 4px}
.title p{color:var(--ink-2);margin-top:2px;max-width:82ch;overflow-wrap:anywhere}
.lead{font:400 var(--t-20) var(--sans);letter-spacing:-.012em;color:var(--ink-2);max-width:80ch;padding:10px 0 20px;text-wrap:pretty;overflow-wrap:anywhere}.lead b{color:var(--ink)}
.page footer.about{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 24px;padding:24px 0 0;color:var(--ink-3);font:var(--t-12) var(--sans)}
kbd{font:11px/16px var(--sans);color:var(--ink-2);border:1px solid var(--line);border-bottom-width:2px;border-radius:4px;padding:0 5px;background:var(--surface)}
.btn,select,input[type=search]{height:var(--control);padding:0 10px;border:1px solid var(--line);border-radius:var(--r-2);background:var(--surface);color:var(--ink);font:500 var(--t-13) var(--sans);white-space:nowrap;cursor:pointer;box-shadow:var(--shadow-1);transition:background var(--fast) var(--ease)}
.btn:hover{background:var(--sunken)}.btn:disabled{color:var(--ink-3);cursor:default}
select,input[type=search]{font-weight:400;border-color:var(--line-strong);box-shadow:none}input[type=search]{cursor:text;max-width:340px;width:100%}
.seg{display:inline-flex;border:1px solid var(--line-strong);border-radius:var(--r-2);background:var(--surface)}
.seg label{position:relative;padding:0 10px;color:var(--ink-2);font:500 12px/26px var(--sans);cursor:pointer}
.seg label+label{border-left:1px solid var(--line)}
.seg input{position:absolute;inset:0;margin:0;opacity:0;cursor:pointer}
.seg label:has(:checked){background:var(--sunken);color:var(--ink);font-weight:600;box-shadow:inset 0 -2px 0 var(--accent)}
.seg label:has(:focus-visible){outline:2px solid var(--focus);outline-offset:2px;border-radius:var(--r-1)}
@media(pointer:coarse){.seg label{line-height:44px}}
@media(max-width:720px){.page{padding:0 12px 24px}.title{padding-top:16px}.lead{font-size:17px;line-height:25px}}
`;
