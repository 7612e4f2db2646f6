import { html, raw } from 'hono/html';
import type { StatementText } from './statement.ts';

function facts(list: StatementText['facts']) {
  return html`<dl>${list.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

const style = `body{font:16px/1.6 system-ui,"Apple SD Gothic Neo","Noto Sans KR",sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:8.5rem 1fr;gap:.25rem 1rem}dt{color:#555;overflow-wrap:normal;word-break:keep-all}dd{margin:0}
section{border-top:1px solid #ccc;margin-top:1.5rem}@media print{body{margin:0}}`;

/** Renders a claimant's statement as a page of its own that prints well; everything is escaped. */
export async function renderStatementHtml(statement: StatementText): Promise<string> {
  const { language, title, awards, empty, denial, proof } = statement;
  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${raw(style)}</style></head>
<body><main><h1>${title}</h1>${facts(statement.facts)}
${awards.map((award) => html`<section><h2>${award.heading}</h2>${facts(award.facts)}</section>`)}
${empty === undefined ? '' : html`<p>${empty}</p>`}
${denial === undefined ? '' : html`<section><h2>${denial.heading}</h2><ul>${denial.lines.map((line) => html`<li>${line}</li>`)}</ul></section>`}
${proof === undefined ? '' : html`<section><h2>${proof.heading}</h2><p>${proof.text}</p></section>`}
</main></body></html>
`;
  return String(await page);
}
