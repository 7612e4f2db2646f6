import type { Log, Result } from 'sarif';
import { GATE_RULES } from '../../schemas.ts';
import type { GateFinding } from '../gate-finding.ts';
import { fingerprintOf } from '../gate-finding.ts';
import { renderGateFinding, ruleTitles } from '../gate-messages.ts';
import { createGateVoice } from '../name-finding.ts';
import type { GateReport } from '../run-gate.ts';
import { groupReasons } from './loss-reasons.ts';
import { reportWords } from './report-words.ts';

/**
 * Gives the gate's findings as a SARIF 2.1.0 log, ready to be written as JSON.
 *
 * A waived finding is a suppressed result; a warning is a result of level `warning`. Messages speak in names; the ids
 * are in the properties and the fingerprint.
 *
 * @param folder where the inventory's files are, as the repository writes it, with `/`
 * @source OASIS SARIF 2.1.0
 */
export function renderSarif(
  report: GateReport,
  about: { readonly folder: string; readonly version: string },
): Log {
  const reasonOf = reasonFinder(report);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Amends continuity gate',
            semanticVersion: about.version,
            rules: GATE_RULES.map((id) => ({
              id,
              shortDescription: { text: ruleTitles.en[id] },
              defaultConfiguration: { level: 'error' },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: report.rules
          .flatMap(({ findings }) => findings)
          .map((finding) =>
            renderResult(finding, { ...about, report, through: reasonOf(finding) }),
          ),
        properties: { inventory: report.inventory.name, inventoryHash: report.inventoryHash },
      },
    ],
  };
}

/** Finds, for a finding about a node after a loss, the node through which alone it fell. */
function reasonFinder(report: GateReport): (finding: GateFinding) => string | undefined {
  const byLoss = new Map(
    report.singles.losses.map((loss) => [
      loss.domains.join('+'),
      new Map(
        groupReasons(report.inventory, loss).flatMap(({ through, nodes }) =>
          nodes.map((node) => [node, through] as const),
        ),
      ),
    ]),
  );
  return ({ about, loss }) => byLoss.get(loss)?.get(about);
}

function renderResult(
  finding: GateFinding,
  about: {
    readonly folder: string;
    readonly report: GateReport;
    readonly through: string | undefined;
  },
): Result {
  const { place, waiver } = finding;
  const { folder, through } = about;
  const voice = createGateVoice(about.report.inventory, 'en');
  const sentence = renderGateFinding(finding, voice);
  const why = through === undefined ? '' : ` ${reportWords.en.through(voice.name.node(through))}.`;
  const base =
    folder === '' || folder === '.' ? '' : `${folder.replace(/^\.\//, '').replace(/\/$/, '')}/`;
  return {
    ruleId: finding.rule,
    ruleIndex: GATE_RULES.indexOf(finding.rule),
    level: finding.level,
    message: { text: `${sentence}${why}` },
    properties: {
      about: finding.about,
      ...(finding.loss === '' ? {} : { loss: finding.loss }),
      ...(through === undefined ? {} : { downOnlyThrough: through }),
    },
    // Code hosts want a place for every result: the folder stands for what is written nowhere.
    locations: [
      {
        physicalLocation:
          place === undefined
            ? { artifactLocation: { uri: encodeURI(base === '' ? '.' : base) } }
            : {
                artifactLocation: { uri: encodeURI(base + place.file) },
                region: { startLine: place.line, startColumn: place.column },
              },
      },
    ],
    partialFingerprints: { 'amendsGate/v1': fingerprintOf(finding) },
    ...(waiver === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${waiver.why} (${waiver.owner}, until ${waiver.until})`,
            },
          ],
        }),
  };
}
