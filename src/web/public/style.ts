import { createHash } from 'node:crypto';

/**
 * The whole style of the public pages, one constant string inside each page, named by its hash in
 * the Content-Security-Policy.
 *
 * @source KRDS design tokens; WCAG 2.2, 1.4.3, 1.4.10, 1.4.11, 2.4.11, 2.5.8
 */
export const publicStyle = `
:root{color-scheme:light;--blue:#0b50d0;--red:#bd2c0f;--ink:#1e2124;--soft:#464c53;--hair:#cdd1d5;--tint:#ecf2fe}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:16px}
body{margin:0;color:var(--ink);background:#fff;font:17px/1.65 "Pretendard GOV",Pretendard,-apple-system,BlinkMacSystemFont,"Apple SD Gothic Neo","Noto Sans KR","Noto Sans CJK KR","Malgun Gothic","Segoe UI",Roboto,sans-serif;word-break:keep-all;overflow-wrap:anywhere}
h1,h2,h3{line-height:1.35;text-wrap:balance;margin:0 0 12px}
h1{font-size:30px}h2{font-size:23px;margin-top:56px;padding-top:20px;border-top:2px solid var(--ink)}h3{font-size:18px;margin-top:28px}
p{margin:0 0 16px}a{color:var(--blue);text-underline-offset:3px}
:focus-visible{outline:3px solid var(--blue);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:#fff;padding:12px;z-index:1}
.wrap{max-width:820px;margin:0 auto;padding:0 20px}
.top{border-bottom:1px solid var(--hair)}.top .wrap{display:flex;justify-content:space-between;gap:16px}
.top a,.toc a,.foot a{display:inline-flex;align-items:center;min-height:48px}.top a[hreflang]{flex:none}
.top .brand{color:var(--ink);font-weight:700;text-decoration:none}
main{display:block;padding:28px 0 80px}
.foot{border-top:1px solid var(--hair);font-size:15px;padding:8px 0 32px}
.foot ul,.toc ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:0 24px}
.soft{color:var(--soft);font-size:15px}
.state{display:inline-block;padding:2px 12px;border-radius:99px;background:var(--tint);font-size:15px;font-weight:700}
.figs{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:12px;margin:24px 0}
.figs>div{background:var(--tint);border-radius:12px;padding:16px}
.figs dt{font-size:15px;color:var(--soft)}.figs dd{margin:0;font-size:23px;font-weight:700;font-variant-numeric:tabular-nums}
.line{list-style:none;margin:0;padding:0 0 0 20px;border-left:3px solid var(--hair)}
.line li{margin:0 0 20px;position:relative}
.line li:before{content:"";position:absolute;left:-27px;top:8px;width:11px;height:11px;border-radius:50%;background:var(--blue)}
.line p{margin:0}.line time{font-weight:700}
.more{margin:0 0 16px}.gantt{list-style:none;margin:0;padding:0}
.gantt li{margin:0 0 16px}.gantt b{display:block}
.gantt svg,.axis{display:block;width:100%}
.gantt svg{height:20px;margin:4px 0;background:#f4f5f6;border-radius:3px}
.axis{height:20px}
.axis text{font-size:13px;fill:var(--soft)}
.key{display:flex;flex-wrap:wrap;gap:4px 20px;font-size:15px}.key svg{width:28px;height:14px;vertical-align:-2px;margin-right:6px}
.scroll{overflow-x:auto;background:linear-gradient(90deg,#fff 30%,#fff0) 0 0/40px 100% no-repeat local,linear-gradient(270deg,#fff 30%,#fff0) 100% 0/40px 100% no-repeat local,linear-gradient(90deg,#0004,#0000) 0 0/14px 100% no-repeat scroll,linear-gradient(270deg,#0004,#0000) 100% 0/14px 100% no-repeat scroll}.aside{display:none}@media(max-width:1100px){.aside{display:block}}@media(min-width:641px){.aside.small{display:none}}@media(min-width:1101px){.wide{margin:0 calc(50% - min(50vw - 24px,570px))}}.heat th,.heat td{padding:8px}.heat thead th{min-width:68px;white-space:normal;vertical-align:bottom;font-size:14px}.heat tbody th{white-space:nowrap;position:sticky;left:0;background:#fff}.heat td{border:1px solid #fff}.h0{color:var(--soft)}.h1{background:#ecf2fe}.h2{background:#d3e2fc}.h3{background:#b1cefb}.h4{background:#86aff9}.h5{background:#083891;color:#fff}
table{width:100%;border-collapse:collapse;font-size:16px;margin:0 0 16px}
caption{text-align:left;font-weight:700;padding:0 0 8px}
th,td{overflow-wrap:break-word;padding:10px 12px 10px 0;border-bottom:1px solid var(--hair);text-align:left;vertical-align:top}
thead th{font-size:15px;color:var(--soft);border-bottom:2px solid var(--ink)}
tbody th{font-weight:400}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.share{height:24px;display:block;width:100%;margin:8px 0}
.flag{color:var(--red);font-weight:700;font-size:15px}
code,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:15px;overflow-wrap:anywhere;word-break:break-all}
dl.pairs{margin:0 0 16px}dl.pairs dt{font-weight:700}dl.pairs dd{margin:0 0 8px}
.src{list-style:none;margin:0;padding:0;font-size:15px}.src li{display:grid;grid-template-columns:44px minmax(0,1fr);padding:6px 0;border-bottom:1px solid var(--hair)}.src li:target{background:var(--tint)}
.lab{display:block;font-weight:700;margin:24px 0 4px}
input,select,textarea{font:inherit;width:100%;padding:12px 16px;border:1px solid #8a949e;border-radius:8px;background:#fff;color:inherit}
input[type=checkbox]{width:24px;height:24px;margin:0 12px 0 0;flex:none}.tick{display:flex;align-items:center;min-height:48px}.ask{margin:0 0 24px;border:0;padding:0}.ask[hidden]{display:none}.ask .lab{margin-top:0}.ask .soft{margin:0 0 8px}.ask .soft:empty,.ask .err:empty{display:none}.ask select{min-height:52px}.ask input+select{margin-top:8px}.result h3{margin:0 0 12px}.result ul{padding-left:20px;font-size:15px}summary{min-height:48px;padding:10px 0;cursor:pointer;font-weight:700}pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:14px}.toc [aria-current]{font-weight:700;color:var(--ink)}
textarea{min-height:168px;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:15px}
.btn{min-height:56px;min-width:200px;margin:24px 0 0;padding:12px 24px;border:0;border-radius:8px;background:var(--blue);color:#fff;font:inherit;font-weight:700;cursor:pointer}
.btn:hover{background:#083891}.btn.two{background:#fff;color:var(--blue);border:2px solid var(--blue)}input+fieldset.ask{margin-top:28px}input[type=radio]{width:24px;height:24px;margin:0 12px 0 0;flex:none}
.err{color:var(--red);font-weight:700}
.result{border:3px solid var(--blue);border-radius:12px;padding:20px;margin:32px 0}
.result.refused{border-color:var(--red)}
.result h2{margin:0 0 12px;padding:0;border:0}
.checks{list-style:none;margin:0;padding:0}.checks li{display:flex;gap:12px;padding:8px 0;border-top:1px solid var(--hair)}
.checks span:first-child{flex:none;width:7em;font-weight:700}
.checks small{display:block}.checks .failed span{color:var(--red)}.checks .not_made{color:var(--soft)}
@media(min-width:700px){h1{font-size:38px}}
@media(forced-colors:active){.gantt svg,.share{forced-color-adjust:none}}
@media print{details.more::details-content{content-visibility:visible;display:block;height:auto}details.more>summary{display:none}.top,.foot,.toc,.skip{display:none}body{font-size:11pt}h2,h3{break-after:avoid}li,tr{break-inside:avoid}}
`
  .trim()
  .replaceAll('\n', '');

const styleHash = createHash('sha256').update(publicStyle).digest('base64');

/** What a public page may load and where its form may go: itself, and nothing else. */
export const publicContentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "script-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
