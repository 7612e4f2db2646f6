import type { JsonValue } from '../../../kernel/index.ts';
import { renderAssessment } from '../../assess-inventory.ts';
import type { GateFinding } from '../gate-finding.ts';
import { renderGateFinding } from '../gate-messages.ts';
import { createGateVoice } from '../name-finding.ts';
import type { GateReport } from '../run-gate.ts';
import { groupReasons } from './loss-reasons.ts';

/** Gives the gate's report as one JSON document; sentences in the language asked for. */
export function renderGateJson(report: GateReport, locale: 'ko' | 'en'): JsonValue {
  const verdict = renderAssessment(report.singles) as { readonly [key: string]: JsonValue };
  const { assumed, declared, observed, rehearsed, drilled, happened, unstated, edges } =
    report.evidence;
  return {
    ...verdict,
    format: 'amends-gate/1',
    inventory: report.inventory.name,
    inventoryHash: report.inventoryHash,
    checkedOn: report.checkedOn,
    passed: report.isPassed,
    level: report.level,
    levels: report.levels.map((level) => ({ ...level, heldBackBy: [...level.heldBackBy] })),
    stuckTierZero: report.levels.filter(({ level }) => level === 0).map(({ node }) => node),
    rules: report.rules.map(({ rule, status, findings }) => ({
      rule,
      status,
      findings: findings.map((finding) => renderFinding(report, finding, locale)),
    })),
    cutSets: { down: { ...report.cutSets.down }, stuck: { ...report.cutSets.stuck } },
    singleLosses: report.singleLosses.map((single) => ({
      ...single,
      down: [...single.down],
      stuck: [...single.stuck],
    })),
    reasons: report.singles.losses.flatMap((loss) =>
      groupReasons(report.inventory, loss).map(({ through, nodes }) => ({
        loss: loss.domains.join('+'),
        through,
        nodes: [...nodes],
      })),
    ),
    evidence: { edges, assumed, declared, observed, rehearsed, drilled, happened, unstated },
    pessimistic:
      report.pessimistic === undefined
        ? null
        : {
            level: report.pessimistic.level,
            findings: report.pessimistic.findings.map((finding) =>
              renderFinding(report, finding, locale),
            ),
          },
  };
}

function renderFinding(report: GateReport, finding: GateFinding, locale: 'ko' | 'en'): JsonValue {
  const { rule, code, level, about, loss, place, waiver } = finding;
  return {
    rule,
    code,
    level,
    about,
    loss,
    message: renderGateFinding(finding, createGateVoice(report.inventory, locale)),
    file: place?.file ?? null,
    line: place?.line ?? null,
    waivedUntil: waiver?.until ?? null,
  };
}
