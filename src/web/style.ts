import { createHash } from 'node:crypto';

/**
 * The whole style of the portal, one constant string: it travels inside the page (one request), and
 * its hash stands in the Content-Security-Policy, so that no other style can run.
 *
 * Colours are the token values of KRDS (Korea's government design system). Text on white: #1e2124
 * 16:1, #464c53 8.6:1, links #0b50d0 6.6:1, errors #bd2c0f 5.9:1; control borders #8a949e 3.0:1.
 *
 * @source KRDS design tokens; WCAG 2.2, 1.4.3, 1.4.11, 2.4.11, 2.5.8
 */
export const portalStyle = `
:root{color-scheme:light;--blue:#0b50d0;--red:#bd2c0f;--ink:#1e2124;--soft:#464c53;--line:#8a949e;--hair:#cdd1d5;--tint:#ecf2fe;--ok:#006d37}
*,:before,:after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:16px}
body{margin:0;color:var(--ink);background:#fff;font:1.0625rem/1.6 "Pretendard GOV",Pretendard,-apple-system,BlinkMacSystemFont,"Apple SD Gothic Neo","Noto Sans KR","Noto Sans CJK KR","Malgun Gothic",NanumGothic,"Segoe UI",Roboto,sans-serif;word-break:keep-all;overflow-wrap:anywhere}
h1,h2,h3,legend{line-height:1.35;text-wrap:balance;font-weight:700}
h1{font-size:min(1.75rem,12.5vw);margin:0 0 16px}
h2{font-size:1.3125rem;margin:40px 0 12px}
h3{font-size:1.0625rem;margin:24px 0 4px}
p{margin:0 0 16px}
a{color:var(--blue);text-underline-offset:3px}
a:hover{text-decoration-thickness:2px}
:focus-visible,.in:focus,.in:focus-within,.sum:focus{outline:3px solid var(--blue);outline-offset:2px}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;background:#fff;padding:12px;z-index:1}
.wrap{max-width:640px;margin:0 auto;padding:0 20px}
.top{border-bottom:1px solid var(--hair)}
.top .wrap{display:flex;justify-content:space-between;align-items:center;gap:16px}
.top a{display:inline-flex;align-items:center;min-height:48px;color:var(--ink);text-decoration:none}
.top a:hover{text-decoration:underline}
.brand{font-weight:700}
.lang{flex:none}
main{display:block}main.wrap{padding-top:28px;padding-bottom:64px}
main:focus{outline:0}
.back{display:inline-flex;align-items:center;min-height:48px;margin:-16px 0 8px}
.foot{border-top:1px solid var(--hair);color:var(--soft);font-size:0.9375rem;padding:16px 0 32px}
.foot ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:0 24px}
.foot a,.links a{display:inline-flex;align-items:center;min-height:48px}
.lead{font-size:1.1875rem}
.soft,.hint{color:var(--soft)}
.hint{margin:0 0 12px}
.btn{display:inline-flex;justify-content:center;align-items:center;width:100%;min-height:56px;padding:12px 24px;border:2px solid var(--blue);border-radius:8px;background:var(--blue);color:#fff;font:inherit;font-weight:700;text-decoration:none;text-align:center;cursor:pointer}
.btn:hover{background:#083891;border-color:#083891;text-decoration:none}
.btn.two{background:#fff;color:var(--blue)}
.btn.two:hover{background:var(--tint)}
.plain{border:0;background:none;padding:0 4px;min-height:48px;color:var(--blue);font:inherit;text-decoration:underline;text-underline-offset:3px;cursor:pointer}
p.later{margin:16px 0 0}p.later a,p.later span,p.later .plain{display:inline-flex;align-items:center;min-height:48px}p.later .plain{padding:0;text-align:left}
.left{text-align:left}.pick{border:1px solid var(--hair);border-radius:8px;padding:4px 20px 20px;margin:0 0 16px}.pick h2{margin-top:16px}
.acts{display:grid;gap:12px;margin:32px 0 0}.acts+p{margin-top:12px}.acts+.note{margin-top:24px}
fieldset{border:0;margin:0;padding:0;min-width:0}
legend{padding:0;margin:0 0 12px}
legend h1{margin:0}
.grp{margin:0 0 28px}
.grp.bad{border-left:5px solid var(--red);padding-left:15px}
.lab{display:block;font-weight:700;margin:0 0 4px}
h1 .lab,h1.lab{font-size:min(1.75rem,12.5vw)}
.err{color:var(--red);font-weight:700;margin:0 0 12px}
input,select,textarea{font:inherit;color:inherit}
.in{display:block;width:100%;min-height:56px;padding:12px 16px;border:1px solid var(--line);border-radius:8px;background:#fff}
.bad .in{border:2px solid var(--red)}
textarea.in{min-height:168px;resize:vertical}
.fit{max-width:320px}
.pair{display:flex;align-items:center;gap:12px;max-width:320px}
.pair .in{text-align:right;font-variant-numeric:tabular-nums}
.pair span{white-space:nowrap}
.row{display:grid;grid-template-columns:1fr;gap:16px}
.cards{display:grid;gap:12px}
.card{position:relative;display:flex;gap:12px;min-height:56px;padding:15px 16px;border:1px solid var(--line);border-radius:8px;cursor:pointer}
.card:hover{background:var(--tint)}
.card input{flex:none;width:24px;height:24px;margin:1px 0 0;accent-color:var(--blue)}
.card:has(:checked){border-color:var(--blue);background:var(--tint);box-shadow:inset 0 0 0 1px var(--blue)}
.card:has(:focus-visible){outline:3px solid var(--blue);outline-offset:2px}
.card input:focus-visible{outline:0}
.card small{display:block;font-size:0.9375rem;color:var(--soft)}
.sum{border:3px solid var(--red);border-radius:8px;padding:16px 20px;margin:0 0 28px}
.sum h2{margin:0 0 8px}
.sum li+li{margin-top:8px}
.sum ul{list-style:none;margin:0;padding:0}
.sum a{color:var(--red);font-weight:700;display:inline-flex;align-items:center;min-height:48px}
.got{list-style:none;margin:0 0 16px;padding:0;border-top:1px solid var(--hair)}
.got li{display:flex;justify-content:space-between;align-items:center;gap:12px;min-height:56px;border-bottom:1px solid var(--hair)}
.got .plain{flex:none}
details{margin:0 0 24px}summary{min-height:48px;padding:12px 0;color:var(--blue);cursor:pointer;text-decoration:underline;text-underline-offset:3px}
.note{background:var(--tint);border-radius:8px;padding:16px 20px;margin:0 0 24px}
.note.ok{background:#eaf6ec}
.note.warn{background:#fff3db}
.note h2,.note h3{font-size:1.0625rem;margin:0 0 4px}
.note p:last-child,.note ul:last-child{margin-bottom:0}
.facts{margin:0 0 24px;border-top:1px solid var(--hair)}
.facts>div{padding:12px 0;border-bottom:1px solid var(--hair);display:grid;grid-template-columns:minmax(0,1fr) auto;gap:2px 16px}
.facts dt{font-weight:700}
.facts dd{grid-column:1;margin:0;white-space:pre-line}
.facts .do{white-space:nowrap;grid-area:1/2/span 2;align-self:center}
.facts .do a{display:inline-flex;align-items:center;min-height:48px}
.tick{padding-left:22px;margin:0 0 16px}
.tick li{margin:0 0 6px}
.num{border-radius:12px;background:var(--tint);padding:24px 16px;text-align:center;margin:0 0 24px}
.num b{display:block;font-size:min(2.125rem,10vw);letter-spacing:.02em;font-variant-numeric:tabular-nums;overflow-wrap:normal;white-space:nowrap}
.says b{font-size:1.75rem;letter-spacing:0;line-height:1.35;white-space:normal;word-break:keep-all}
.qr{max-width:360px;margin:0 0 24px}
.qr svg{display:block;width:100%;height:auto;shape-rendering:crispEdges}
.stages{list-style:none;margin:0 0 24px;padding:0}
.stages li{position:relative;padding:0 0 20px 36px}
.stages li:before{content:"";position:absolute;left:0;top:3px;width:20px;height:20px;border-radius:50%;border:2px solid var(--line);background:#fff}
.stages li:not(:last-child):after{content:"";position:absolute;left:9px;top:23px;bottom:-3px;width:2px;background:var(--hair)}
.stages .done:before{background:var(--blue);border-color:var(--blue)}
.stages .now:before{border:6px solid var(--blue)}
.stages b{display:block}
.stages .now b{color:var(--blue)}
.calc{width:100%;border-collapse:collapse;margin:24px 0 16px;font-size:1rem}
.calc caption{text-align:left;font-weight:700;padding:0 0 8px}
.calc th,.calc td{padding:10px 0;border-bottom:1px solid var(--hair);text-align:left;vertical-align:top;font-weight:400}
.calc td{white-space:nowrap;text-align:right;padding-left:16px;font-variant-numeric:tabular-nums}
.calc tr.res>*{font-weight:700;border-bottom:2px solid var(--ink)}
.lines{margin:0 0 16px;padding:0 0 0 24px}
.lines li{margin:0 0 6px}
blockquote{margin:0 0 16px;padding:4px 0 4px 16px;border-left:4px solid var(--hair)}
.badge{display:inline-block;padding:2px 10px;border-radius:99px;background:var(--tint);font-weight:700;font-size:0.9375rem}
.nb{display:inline-block}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(min-width:640px){h1,h1 .lab,h1.lab{font-size:2.125rem}main.wrap{padding-top:40px;padding-bottom:80px}.acts{display:flex;flex-wrap:wrap}.btn{width:auto;min-width:200px}.facts>div{grid-template-columns:minmax(0,2fr) minmax(0,3fr) 72px}.facts dd{grid-column:2}.facts .do{grid-area:1/3}.row{grid-template-columns:1fr 1fr}.num b{font-size:2.75rem}}
@media(forced-colors:active){.stages .done:before,.stages .now:before{background:Highlight}}
@media print{.top,.foot,.acts,.back,.np,.skip{display:none}body{font-size:12pt}main.wrap{padding:0}.num{border:2px solid #000}a{color:inherit}h2{break-after:avoid}}
`
  .trim()
  .replaceAll('\n', '');

/** The hash source that lets exactly this style run: 'sha256-…'. @source CSP level 3, 6.7.2.2 */
export const portalStyleHash = `sha256-${createHash('sha256').update(portalStyle).digest('base64')}`;

/** What every page of the portal may load and where its forms may go: itself, and nothing else. */
export const portalContentSecurityPolicy = [
  "default-src 'none'",
  `style-src '${portalStyleHash}'`,
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The same for the pages that send a claim: the site's own script may run and send the form. */
export const scriptedContentSecurityPolicy = [
  portalContentSecurityPolicy,
  "script-src 'self'",
  "connect-src 'self'",
].join('; ');
