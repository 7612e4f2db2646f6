import { createHash } from 'node:crypto';

/**
 * The whole style of a report: one constant string inside each page, for the screen and for paper.
 *
 * @source WCAG 2.2, 1.4.3, 1.4.10, 1.4.11, 1.4.12, 2.4.7, 2.5.8
 */
export const reportStyle = `
:root{color-scheme:light;--blue:#0b50d0;--red:#bd2c0f;--ink:#16181b;--soft:#50565d;--hair:#d5d9dd;--paper:#fff;--tint:#f5f6f8}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:16px}
body{margin:0;color:var(--ink);background:var(--paper);font:18px/1.75 "Pretendard GOV",Pretendard,-apple-system,BlinkMacSystemFont,"Apple SD Gothic Neo","Noto Sans KR","Noto Sans CJK KR","Malgun Gothic","Segoe UI",Roboto,sans-serif;word-break:keep-all;overflow-wrap:anywhere}
h1,h2,.lead,.big dd{font-family:"Noto Serif KR","Noto Serif CJK KR","Nanum Myeongjo",AppleMyungjo,Georgia,"Times New Roman",serif}
h1{font-size:clamp(30px,6.4vw,50px);line-height:1.22;letter-spacing:-.01em;margin:10px 0 18px;text-wrap:balance}
h2{font-size:27px;line-height:1.3;margin:64px 0 14px;text-wrap:balance}
h2:before{content:"";display:block;width:44px;height:4px;background:var(--red);margin-bottom:14px}
h3{font-size:18px;line-height:1.4;margin:34px 0 8px}
p{margin:0 0 18px}a{color:var(--blue);text-underline-offset:3px}
.ref{font-size:12px;vertical-align:super;line-height:1;text-decoration:none;padding:0 1px}
:focus-visible{outline:3px solid var(--blue);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:#fff;padding:12px;z-index:1}
.wrap{max-width:760px;margin:0 auto;padding:0 20px}
.top{border-bottom:1px solid var(--hair);font-size:15px}.top .wrap{display:flex;justify-content:space-between;gap:16px}
.top a{display:inline-flex;align-items:center;min-height:48px}.top a[hreflang]{flex:none}
.top .brand{color:var(--ink);text-decoration:none;font-weight:700}
main{display:block;padding:34px 0 90px}
.kick{color:var(--red);font-weight:700;font-size:15px;margin:0}
.lead{font-size:21px;line-height:1.65;color:#2b2f34}
.by{font-size:14px;line-height:1.6;color:var(--soft);border-top:1px solid var(--hair);border-bottom:1px solid var(--hair);padding:10px 0;margin:24px 0}
.by b{color:var(--ink)}
.note{background:#fff8e1;border-left:4px solid #b8860b;padding:12px 16px;margin:0 0 26px;font-size:16px;line-height:1.6}.note p:last-child{margin:0}
.soft{color:var(--soft);font-size:15px}
.big{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 24px;margin:8px 0 4px}
.big>div{border-top:2px solid var(--ink);padding:8px 0 18px}
.big dt{font-size:14px;color:var(--soft);line-height:1.4}
.big dd{margin:2px 0 0;font-size:clamp(20px,4.8vw,32px);line-height:1.25;font-weight:700;font-variant-numeric:tabular-nums;letter-spacing:-.01em}
.big small{display:block;font-family:Pretendard,-apple-system,"Apple SD Gothic Neo","Noto Sans KR","Noto Sans CJK KR","Malgun Gothic",sans-serif;font-size:14px;line-height:1.4;font-weight:400;color:var(--soft);letter-spacing:0}
.toc{font-size:15px;margin:26px 0 0}.toc ol{margin:0;padding:0;list-style:none;columns:2;column-gap:24px}.toc a{display:block;padding:5px 0;min-height:32px}
.gen{margin:30px 0;padding:16px 18px 12px;background:var(--paper);border:1px solid var(--hair);border-left:4px solid var(--blue)}
.gen figcaption{margin:0 0 12px;line-height:1.45}.gen figcaption b{display:block;font-size:18px}.gen figcaption .soft{display:block}
.mark{display:inline-block;font-size:12px;line-height:1.6;font-weight:700;color:var(--blue);letter-spacing:.02em}
.bars{list-style:none;margin:0 0 8px;padding:0;font-size:16px}
.bars li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 12px;margin:0 0 10px;line-height:1.5}
.bn small{color:var(--soft);font-size:14px}
.bf{font-weight:700;text-align:right;margin-left:auto;font-variant-numeric:tabular-nums}
.bars svg{display:block;flex:0 0 100%;height:14px}
.cols,.axis{display:block;width:100%;overflow:visible}
svg text{font-size:13px;fill:var(--soft)}.cols text{fill:var(--ink);font-weight:700}
.defs{position:absolute}
.key{display:flex;gap:4px 20px;font-size:14px;margin:0 0 6px}.key svg{width:28px;height:12px;vertical-align:-1px;margin-right:6px}
.gantt{list-style:none;margin:0 0 8px;padding:0;font-size:14px;line-height:1.35}
.gantt li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 10px;padding:4px 0 2px}
.gl{text-align:right;font-variant-numeric:tabular-nums;color:var(--soft)}
.gb{grid-column:1/-1}.gb>svg{display:block;width:100%;height:14px}.gb path{stroke:var(--hair);stroke-width:2;fill:none}
@media(min-width:700px){.big{grid-template-columns:repeat(2,minmax(0,1fr))}.big:has(>:nth-child(3):last-child){grid-template-columns:repeat(3,minmax(0,1fr))}.gantt li{grid-template-columns:minmax(0,220px) minmax(0,1fr) 96px;padding:1px 0}.gb{grid-column:2;grid-row:1;align-self:center}.gl{grid-column:3;white-space:nowrap}.wide .wrap,.top .wrap,.foot .wrap{max-width:860px}}
details{margin:6px 0 4px;font-size:15px}summary{cursor:pointer;min-height:32px;padding:4px 0;color:var(--blue)}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:15px;line-height:1.5;margin:4px 0 14px}
figure>.scroll caption{position:absolute;left:-9999px}
caption{text-align:left;font-weight:700;padding:0 0 6px}
th,td{padding:7px 10px 7px 0;border-bottom:1px solid var(--hair);text-align:left;vertical-align:top;overflow-wrap:break-word}
thead th{color:var(--soft);border-bottom:2px solid var(--ink);font-size:14px}
tbody th{font-weight:400}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.line{list-style:none;margin:0;padding:0 0 0 18px;border-left:2px solid var(--hair);font-size:16px;line-height:1.6}
.line li{margin:0 0 12px;position:relative}.line li:before{content:"";position:absolute;left:-23px;top:9px;width:8px;height:8px;border-radius:50%;background:var(--ink)}
.line time{font-weight:700;font-variant-numeric:tabular-nums;display:block;font-size:14px}
.flag{color:var(--red);font-weight:700}
.share{height:22px;display:block;width:100%;margin:8px 0}
.plain{padding-left:20px;font-size:16px;line-height:1.6}.plain li{margin:0 0 8px}
.pairs dt{font-weight:700;font-size:15px}.pairs dd{margin:0 0 10px}
code,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:14px;line-height:1.5;word-break:normal}
pre{white-space:pre-wrap;background:var(--tint);padding:12px;margin:0 0 14px;font-size:13px;line-height:1.5}
.src{padding:0;list-style:none;font-size:13px;line-height:1.5;color:var(--soft);columns:2;column-gap:28px}.src li{break-inside:avoid;margin:0 0 4px}.src :target{background:#fff3c4}
del{color:var(--red);background:#fdeeea}ins{color:#0a5d2a;background:#e6f5ea;text-decoration:underline;text-underline-offset:3px}
.foot{border-top:1px solid var(--hair);font-size:14px;color:var(--soft);padding:14px 0 40px}
@media(max-width:500px){body{font-size:17px}.src,.toc ol{columns:1}.gen{padding:14px 12px 8px}h2{font-size:24px;margin-top:52px}.lead{font-size:19px}}
@media(forced-colors:active){svg{forced-color-adjust:none}}
@page{size:A4;margin:18mm 16mm}
@media print{
.top,.foot,.toc,.skip,.noprint{display:none}body{font-size:10.5pt;line-height:1.6}main{padding:0}.wrap{max-width:none;padding:0}
h1{font-size:26pt}h2{font-size:16pt;margin-top:22pt}.lead{font-size:13pt}.big dd{font-size:17pt}
h2,h3,figcaption,caption{break-after:avoid}h2,h3,.gen,.big,.bars li,.gantt li,.line li,tr,.pairs,pre{break-inside:avoid}
.gen{padding:8pt 10pt;box-decoration-break:clone;-webkit-box-decoration-break:clone}.gen:has(.gantt li:nth-child(30),.bars li:nth-child(16)){break-inside:auto}
.bars,.plain,.line,.note{font-size:10pt}.soft,.bn small{font-size:9pt}table,thead th{font-size:9pt}.gantt{font-size:8.5pt}.src{font-size:7.5pt}
.chron:not([open])::details-content{content-visibility:visible;block-size:auto}.gen details{display:none}.chron summary{list-style:none;color:inherit;font-weight:700}
a{color:inherit;text-decoration:none}svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}del,ins,.gen{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`
  .trim()
  .replaceAll('\n', '');

const styleHash = createHash('sha256').update(reportStyle).digest('base64');

/** What a report may load: its own style and nothing else. */
export const reportContentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "img-src 'self' data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
