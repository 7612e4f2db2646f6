import { html, raw } from 'hono/html';
import type { LossAssessment } from '../../assess-inventory.ts';
import { listNodeStates, pictureDrawer } from '../../draw/picture/index.ts';
import { drawLoop } from '../../tell/explain-loss.ts';
import { createNaming } from '../../tell/naming.ts';
import type { GateFinding } from '../gate-finding.ts';
import { renderGateFinding, ruleTitles } from '../gate-messages.ts';
import { createGateVoice, nameLoss } from '../name-finding.ts';
import type { GateReport } from '../run-gate.ts';
import { groupReasons } from './loss-reasons.ts';
import { reportStyle } from './report-style.ts';
import type { ReportWords } from './report-words.ts';
import { nameSingle, reportWords } from './report-words.ts';

/** What stays up is named up to so many; beyond, the picture counts it. */
const upListedMax = 150;

interface Page {
  readonly report: GateReport;
  readonly locale: 'ko' | 'en';
  readonly say: ReportWords;
  readonly draw: ReturnType<typeof pictureDrawer>;
}

type Html = ReturnType<typeof html>;

/** Gives the gate's report as one HTML page that needs nothing else: no script, no font, no network. */
export function renderGateHtml(report: GateReport, locale: 'ko' | 'en'): string {
  const say = reportWords[locale];
  const page: Page = { report, locale, say, draw: pictureDrawer(report.inventory) };
  const failed = report.rules.filter(({ status }) => status === 'failed').length;
  const document = html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say.title(report.inventory.title[locale])}</title><style>${raw(reportStyle)}</style></head>
<body><main>
<h1>${say.title(report.inventory.title[locale])}</h1>
<p class="verdict ${report.isPassed ? 'passed' : 'failed'}">${report.isPassed ? say.passed : say.failed(failed)}</p>
<p><strong>${say.level(report.level, report.singles.losses.length > 0)}</strong></p>
<p>${say.checked(report.checkedOn, report.inventory.nodes.size)} <code class="hash">${report.inventoryHash}</code></p>
${renderTolerance(page)}
<h2>${say.rules}</h2>
<div class="wide"><table class="rules"><thead><tr><th>${say.rule}</th><th>${say.state}</th><th></th></tr></thead><tbody>
${report.rules.map(
  ({ rule, status, findings }) =>
    html`<tr class="${status}"><th scope="row">${rule}</th><td>${say.status[status]}</td><td>${ruleTitles[locale][rule]}${renderFindings(page, findings)}</td></tr>`,
)}
</tbody></table></div>
${renderLevels(page)}${renderPessimistic(page)}${renderEvidence(page)}
${report.singles.losses.map((loss) => renderLoss(page, loss))}
</main></body></html>
`;
  return String(document);
}

function renderTolerance({ report, say, locale }: Page): Html | '' {
  if (report.levels.length === 0) return '';
  const { down, stuck } = report.cutSets;
  const name = createNaming(report.inventory, locale);
  const singles = report.singleLosses.map(
    (single) => html`<li>${say.single(nameSingle(name, single))}</li>`,
  );
  const list = singles.length === 0 ? '' : html`<ul>${singles}</ul>`;
  return html`<p>${say.tolerates('down', down.tolerance)}</p>${list}<p>${say.tolerates('stuck', stuck.tolerance)}<br>${say.cutSets('down', down.orderOne, down.orderTwo)}<br>${say.cutSets('stuck', stuck.orderOne, stuck.orderTwo)}</p>`;
}

function renderFindings(page: Page, findings: readonly GateFinding[]): Html | '' {
  if (findings.length === 0) return '';
  const { locale, say, report } = page;
  const voice = createGateVoice(report.inventory, locale);
  return html`<ul>${findings.map((finding) => {
    const { place, waiver } = finding;
    const where = place === undefined ? '' : html` <code>${place.file}:${place.line}</code>`;
    const mark = finding.level === 'warning' ? html`<em>${say.warning}</em> ` : '';
    const until =
      waiver === undefined
        ? ''
        : html` <em>(${say.waivedUntil(waiver.until, waiver.owner ?? '')})</em>`;
    return html`<li>${mark}${renderGateFinding(finding, voice)}${until}${where}</li>`;
  })}</ul>`;
}

function renderLevels({ report, say, locale }: Page): Html | '' {
  if (report.levels.length === 0) return '';
  const name = createNaming(report.inventory, locale);
  const held = (losses: readonly string[]) => losses.map((loss) => nameLoss(loss, name)).join(', ');
  return html`<h2>${say.levels}</h2><div class="wide"><table><thead><tr><th>${say.node}</th><th>${say.levelWord}</th><th>${say.heldBack}</th></tr></thead><tbody>
${report.levels.map(
  ({ node, level, heldBackBy }) =>
    html`<tr><th scope="row">${report.inventory.nodes.get(node)?.title[locale] ?? node} <code>${node}</code></th><td>${level}</td><td>${held(heldBackBy) || '–'}</td></tr>`,
)}</tbody></table></div>`;
}

function renderPessimistic(page: Page): Html | '' {
  const { pessimistic } = page.report;
  if (pessimistic === undefined) return '';
  const { findings, level } = pessimistic;
  return html`<h2>${page.say.pessimistic}</h2><p>${page.say.pessimisticLine(findings.length, level)}</p>${renderFindings(page, findings)}`;
}

function renderEvidence({ report, say }: Page): Html {
  const { evidence } = report;
  const names = Object.keys(say.classes) as (keyof typeof say.classes)[];
  return html`<h2>${say.evidence}</h2><p>${say.evidenceLine(evidence.edges)} ${names
    .filter((name) => evidence[name] > 0)
    .map((name) => `${say.classes[name]} ${evidence[name]}`)
    .join(', ')}</p>`;
}

function renderLoss(page: Page, loss: LossAssessment): Html {
  const { say, report, locale } = page;
  const name = createNaming(report.inventory, locale);
  const title = say.lossOf(loss.domains.map(name.domain).join(' + '));
  if (loss.down.length === 0) return html`<h2>${title}</h2><p>${say.nothing}</p>`;
  const states = listNodeStates(report.inventory, loss, locale);
  const idPrefix = `loss-${loss.domains.join('-')}`;
  const { svg } = page.draw(loss, { locale, idPrefix });
  const picture = html`<figure class="wide" tabindex="0">${raw(svg)}<figcaption>${say.picture}</figcaption></figure>`;
  const up = states.filter(({ state }) => state === 'up').map(({ title }) => title);
  const reasons = groupReasons(report.inventory, loss);
  const named = (ids: readonly string[]) => ids.map(name.node).join(', ');
  const why = reasons.map(
    ({ through, nodes }) => html`<li>${say.through(name.node(through))}: ${named(nodes)}</li>`,
  );
  const loops = loss.cycles.map((cycle) => html`<p>${say.loop}: ${drawLoop(cycle, name.node)}</p>`);
  const sets = loss.jumpStart.map((set) => `{${named(set)}}`).join(', ');
  return html`<h2>${title}</h2>
${why.length === 0 ? '' : html`<ul>${why}</ul>`}
${loops}
${loss.stuck.length > 0 ? html`<p>${say.free}: ${sets}</p>` : ''}
${picture}
<div class="wide"><table><thead><tr><th>${say.node}</th><th>${say.state}</th><th class="number">${say.minutes}</th></tr></thead><tbody>
${states
  .filter(({ state }) => state !== 'up')
  .map(
    ({ node, title, state, minutes }) =>
      html`<tr class="${state}"><th scope="row">${title} <code>${node}</code></th><td>${say.states[state]}</td><td class="number">${minutes ?? say.never}</td></tr>`,
  )}</tbody></table></div>
${up.length === 0 || up.length > upListedMax ? '' : html`<p>${say.stillUp}: ${up.join(', ')}</p>`}`;
}
