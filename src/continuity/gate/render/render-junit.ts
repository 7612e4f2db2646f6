import { XMLBuilder } from 'fast-xml-parser';
import type { GateFinding } from '../gate-finding.ts';
import { renderGateFinding, ruleTitles } from '../gate-messages.ts';
import { createGateVoice } from '../name-finding.ts';
import type { GateReport, RuleResult } from '../run-gate.ts';

/** Gives the gate's rules as a JUnit XML report: a test case per rule; what is waived is skipped. */
export function renderJunit(report: GateReport): string {
  const builder = new XMLBuilder({
    attributeNamePrefix: '@',
    ignoreAttributes: false,
    format: true,
    suppressEmptyNode: true,
  });
  const countOf = (status: RuleResult['status']): number =>
    report.rules.filter((rule) => rule.status === status).length;
  const counts = {
    '@name': `amends continuity: ${report.inventory.name}`,
    '@tests': report.rules.length,
    '@failures': countOf('failed'),
    '@errors': 0,
    '@skipped': countOf('waived'),
    '@time': '0',
  };
  const document = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      ...counts,
      testsuite: {
        ...counts,
        '@timestamp': `${report.checkedOn}T00:00:00`,
        testcase: report.rules.map((rule) => renderCase(report, rule)),
      },
    },
  };
  return clean(builder.build(document));
}

function renderCase(report: GateReport, result: RuleResult): Record<string, unknown> {
  const errors = result.findings.filter(({ level }) => level === 'error');
  const open = errors.filter(({ waiver }) => waiver === undefined);
  const waived = errors.filter(({ waiver }) => waiver !== undefined);
  const warnings = result.findings.filter(({ level }) => level === 'warning');
  return {
    '@classname': `amends.continuity.${report.inventory.name}`,
    '@name': `${result.rule} ${ruleTitles.en[result.rule]}`,
    '@time': '0',
    ...(result.status === 'failed'
      ? {
          failure: {
            '@type': result.rule,
            '@message': `${open.length} to mend: ${tell(report, open[0] as GateFinding)}`,
            '#text': renderLines(report, open),
          },
        }
      : {}),
    ...(result.status === 'waived'
      ? { skipped: { '@message': `waived: ${renderLines(report, waived)}` } }
      : {}),
    ...(warnings.length > 0 ? { 'system-out': renderLines(report, warnings) } : {}),
  };
}

function tell(report: GateReport, finding: GateFinding): string {
  return renderGateFinding(finding, createGateVoice(report.inventory, 'en'));
}

function renderLines(report: GateReport, findings: readonly GateFinding[]): string {
  return findings
    .map((finding) => {
      const { place } = finding;
      const where = place === undefined ? '' : `${place.file}:${place.line}: `;
      return `${where}${tell(report, finding)}`;
    })
    .join('\n');
}

/** XML 1.0 has no control characters; an inventory cannot hold them in an id, but its texts may. */
function clean(xml: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones XML 1.0 forbids
  return xml.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}
