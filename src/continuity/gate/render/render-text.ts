import type { LossAssessment } from '../../assess-inventory.ts';
import { drawLoop } from '../../tell/explain-loss.ts';
import { createNaming, type Naming } from '../../tell/naming.ts';
import type { GateFinding } from '../gate-finding.ts';
import { renderGateFinding, ruleTitles } from '../gate-messages.ts';
import { createGateVoice, type GateVoice, nameLoss } from '../name-finding.ts';
import type { GateReport } from '../run-gate.ts';
import { groupReasons } from './loss-reasons.ts';
import { nameSingle, reportWords } from './report-words.ts';

const MARKS = { passed: '✓', failed: '✗', waived: '~' } as const;

/** Gives the gate's report as lines for a terminal: verdict, losses, levels, then each rule. */
export function renderGateText(report: GateReport, locale: 'ko' | 'en'): string {
  const say = reportWords[locale];
  const failed = report.rules.filter(({ status }) => status === 'failed').length;
  return [
    say.title(`${report.inventory.title[locale]} (${report.inventory.name})`),
    say.checked(report.checkedOn, report.inventory.nodes.size),
    ...report.singles.losses.map((loss) => renderLoss(report, loss, locale)),
    '',
    ...renderTolerance(report, locale),
    renderEvidence(report, locale),
    '',
    ...report.rules.flatMap(({ rule, status, findings }) => [
      `${MARKS[status]} ${rule.padEnd(3)}  ${ruleTitles[locale][rule]}${status === 'passed' ? '' : ` – ${say.status[status]}`}`,
      ...renderFindings(report, findings, locale),
    ]),
    ...renderPessimistic(report, locale),
    '',
    ...renderLevels(report, locale),
    say.level(report.level, report.singles.losses.length > 0),
    report.isPassed ? say.passed : say.failed(failed),
  ].join('\n');
}

/** Says what tier 0 stands; nothing where no node has tier 0, as that would sound like praise. */
function renderTolerance(report: GateReport, locale: 'ko' | 'en'): string[] {
  const say = reportWords[locale];
  if ([...report.inventory.nodes.values()].every(({ tier }) => tier !== 0)) return [];
  const { down, stuck } = report.cutSets;
  const name = createNaming(report.inventory, locale);
  return [
    say.tolerates('down', down.tolerance),
    ...report.singleLosses.map((single) => `  ${say.single(nameSingle(name, single))}`),
    say.tolerates('stuck', stuck.tolerance),
    say.cutSets('down', down.orderOne, down.orderTwo),
    say.cutSets('stuck', stuck.orderOne, stuck.orderTwo),
  ];
}

/** So many names stand in a line of the terminal; JSON and HTML have them all. */
const NAMES_MAX = 24;

function joinNames(
  ids: readonly string[],
  say: (typeof reportWords)['en'],
  name: (id: string) => string,
): string {
  const shown = ids
    .slice(0, NAMES_MAX)
    .map((id) => name(id))
    .join(', ');
  return ids.length <= NAMES_MAX ? shown : `${shown} ${say.more(ids.length - NAMES_MAX)}`;
}

function renderLoss(report: GateReport, loss: LossAssessment, locale: 'ko' | 'en'): string {
  const say = reportWords[locale];
  const name = createNaming(report.inventory, locale);
  const join = (ids: readonly string[]) => joinNames(ids, say, name.node);
  const head = `\n${say.lossOf(loss.domains.map(name.domain).join(' + '))}`;
  if (loss.down.length === 0) return `${head}\n  ${say.nothing}`;
  const lines = [
    head,
    `  ${say.down}: ${join(loss.down)}`,
    ...renderReasons(report, loss, { say, name }),
  ];
  const back = loss.recovery.map((step) => step.node);
  const minutes = new Map(loss.recovery.map((step) => [step.node, step.minutes]));
  const nameBack = (id: string) => `${name.node(id)} ${minutes.get(id)}`;
  if (back.length > 0) lines.push(`  ${say.minutes}: ${joinNames(back, say, nameBack)}`);
  if (loss.stuck.length === 0) return lines.join('\n');
  lines.push(
    `  ${say.stuck}: ${join(loss.stuck)}`,
    ...drawLoops(loss, say, name),
    `  ${say.free}: ${loss.jumpStart.map((set) => `{${join(set)}}`).join(', ')}`,
  );
  return lines.join('\n');
}

/** So many loops, each of so many nodes, are drawn in the terminal; JSON has them all. */
const LOOPS_MAX = 12;

function drawLoops(
  { cycles }: LossAssessment,
  say: (typeof reportWords)['en'],
  name: Naming,
): string[] {
  const shown = cycles.slice(0, LOOPS_MAX).map((cycle) => {
    const more = cycle.length - NAMES_MAX;
    if (more <= 0) return `  ${say.loop}: ${drawLoop(cycle, name.node)}`;
    return `  ${say.loop}: ${cycle.slice(0, NAMES_MAX).map(name.node).join(' → ')} → … ${say.more(more)}`;
  });
  const left = cycles.length - LOOPS_MAX;
  return left <= 0 ? shown : [...shown, `  ${say.loop}: ${say.more(left)}`];
}

/** At most three: those through which the most fell. */
function renderReasons(
  report: GateReport,
  loss: LossAssessment,
  { say, name }: { readonly say: (typeof reportWords)['en']; readonly name: Naming },
): string[] {
  return groupReasons(report.inventory, loss)
    .slice(0, 3)
    .map(
      ({ through, nodes }) =>
        `  ${say.through(name.node(through))}: ${joinNames(nodes, say, name.node)}`,
    );
}

function renderLevels(report: GateReport, locale: 'ko' | 'en'): string[] {
  const name = createNaming(report.inventory, locale);
  return report.levels.map(({ node, level, heldBackBy }) => {
    const held = heldBackBy.map((loss) => nameLoss(loss, name)).join(', ');
    const line = `${reportWords[locale].levelWord} ${level}  ${name.node(node)}`;
    return held === '' ? line : `${line}  ← ${held}`;
  });
}

/** Findings that are read together, so that each id is told once among them. */
function renderFindings(
  report: GateReport,
  findings: readonly GateFinding[],
  locale: 'ko' | 'en',
): string[] {
  const voice = createGateVoice(report.inventory, locale);
  return findings.map((finding) => renderFinding(finding, voice));
}

function renderFinding(finding: GateFinding, voice: GateVoice): string {
  const say = reportWords[voice.locale];
  const { place, waiver, level } = finding;
  const where = place === undefined ? '' : `${place.file}:${place.line}: `;
  const mark = level === 'warning' ? `${say.warning}: ` : '';
  const until =
    waiver === undefined ? '' : ` (${say.waivedUntil(waiver.until, waiver.owner ?? '')})`;
  return `       ${where}${mark}${renderGateFinding(finding, voice)}${until}`;
}

function renderEvidence(report: GateReport, locale: 'ko' | 'en'): string {
  const say = reportWords[locale];
  const names = Object.keys(say.classes) as (keyof typeof say.classes)[];
  const counts = names
    .filter((name) => report.evidence[name] > 0)
    .map((name) => `${say.classes[name]} ${report.evidence[name]}`);
  return `${say.evidenceLine(report.evidence.edges)} ${counts.join(', ')}`.trimEnd();
}

function renderPessimistic(report: GateReport, locale: 'ko' | 'en'): string[] {
  const { pessimistic } = report;
  if (pessimistic === undefined) return [];
  const say = reportWords[locale];
  const lines = renderFindings(report, pessimistic.findings, locale);
  return [
    '',
    say.pessimisticLine(pessimistic.findings.length, pessimistic.level),
    ...lines.map((line, at) => `  ${pessimistic.findings[at]?.rule}${line}`),
  ];
}
