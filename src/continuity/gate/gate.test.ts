import { describe, expect, it } from 'vitest';
import { SMALL_BASELINE, SMALL_INVENTORY } from '../../../test/support/small-inventory.ts';
import { renderFinding } from '../read/finding.ts';
import { parseDocument } from '../read/parse-inventory.ts';
import { GATE_RULES } from '../schemas.ts';
import { renderGateFinding, ruleTitles } from './gate-messages.ts';
import { createGateVoice } from './name-finding.ts';
import { renderGateText } from './render/render-text.ts';
import type { GateReport } from './run-gate.ts';
import { runGate } from './run-gate.ts';

const TODAY = '2026-11-27';

function check(text: string, others: readonly string[] = [], on = TODAY): GateReport {
  const more = others.map((other, index) => ({ name: `more/${index}.yaml`, text: other }));
  const parsed = parseDocument([{ name: 'a.yaml', text }, ...more]);
  if (!parsed.ok) throw new Error(parsed.refusal.findings.map(renderFinding).join('\n'));
  return runGate(parsed.value, { today: on, baseline: SMALL_BASELINE });
}

/** Breaks the small inventory by putting one text for another, which must be there. */
function broken(from: string, to: string): string {
  expect(SMALL_INVENTORY).toContain(from);
  return SMALL_INVENTORY.replace(from, to);
}

function errorsOf(report: GateReport): string[] {
  return report.rules
    .flatMap(({ findings }) => findings)
    .filter(({ level, waiver }) => level === 'error' && waiver === undefined)
    .map(({ rule, code, about, loss }) => [rule, code, about, loss].join(' ').trim());
}

const OBSERVED = `format: amends-import/1
source: { importer: otel-service-graph, file: spans.prom, date: 2026-11-20 }
edges:
  'portal -> database': { purpose: run, proposed: run, class: observed, from: spans.prom }
`;

describe('the gate', () => {
  it('is passed by the small inventory, at level 3', () => {
    const report = check(SMALL_INVENTORY);
    expect(errorsOf(report)).toEqual([]);
    expect(report).toMatchObject({ isPassed: true, level: 3 });
    expect(report.cutSets.down).toEqual({ orderOne: 1, orderTwo: 0, tolerance: 0 });
  });

  it.each<[string, string, string, string[]]>([
    [
      'G1 and G4: no way back for the portal',
      '      - { name: start-in-busan, mode: manual, minutes: 20, needs: { recover: switch } }',
      '      - { name: start-in-busan, mode: manual, minutes: 20, needs: { recover: portal } }',
      ['G1 stuck portal seoul', 'G4 rto_never portal seoul', 'G8 new_cut_set portal seoul'],
    ],
    [
      'G2: an automatic switch that waits for its own node',
      '      - { name: start-in-busan, mode: manual, minutes: 20, needs: { recover: switch } }',
      '      - { name: start-in-busan, mode: manual, minutes: 20, needs: { recover: switch } }\n      - { name: auto, mode: auto, minutes: 40, needs: { recover: portal } }',
      ['G2 circular_automatic portal/2 seoul'],
    ],
    [
      'G3: a tool of recovery at one site',
      'switch: { kind: tool, at: busan | daegu }',
      'switch: { kind: tool, at: busan }',
      ['G3 tool_stuck switch busan', 'G8 new_cut_set portal busan+seoul'],
    ],
    [
      'G4: slower than its target',
      'rtoMinutes: 30',
      'rtoMinutes: 19',
      ['G4 rto_exceeded portal seoul'],
    ],
    [
      'G4: the copy left is too old',
      'name: in-busan, at: busan, lagMinutes: 1',
      'name: in-busan, at: busan, lagMinutes: 6',
      ['G4 rpo_exceeded database seoul'],
    ],
    [
      'G4: nobody measured the copy left',
      'name: in-busan, at: busan, lagMinutes: 1',
      'name: in-busan, at: busan',
      ['G4 rpo_unknown database seoul'],
    ],
    [
      'G5: the copy left cannot be restored without the source',
      'database:\n    kind: data\n    at: seoul | busan',
      'database:\n    kind: data\n    at: seoul',
      [],
    ],
    [
      'G5: the only copy elsewhere needs the source',
      'at: seoul | busan\n    targets: { rpoMinutes: 5 }\n    copies:\n      - { name: in-seoul, at: seoul, lagMinutes: 0 }\n      - { name: in-busan, at: busan, lagMinutes: 1 }',
      'at: seoul\n    copies:\n      - { name: in-seoul, at: seoul }\n      - { name: in-busan, at: busan, standsAlone: false }',
      ['G5 no_copy_outside database seoul'],
    ],
    [
      'G6: a runbook behind the sign-in service',
      'runbook: { kind: document, at: seoul | busan | daegu,',
      'runbook: { kind: document, at: seoul | busan | daegu, needs: { run: login },',
      [
        'G6 document_unreachable runbook seoul',
        'G6 document_unreachable runbook busan',
        'G6 document_unreachable runbook daegu',
      ],
    ],
    [
      'G6: no runbook at all',
      'roles: [runbook, inventory, contact-list]',
      'roles: [inventory, contact-list]',
      ['G6 document_missing runbook'],
    ],
    [
      'G7: a status page at the site it reports on',
      'status: { kind: communications, at: daegu | busan,',
      'status: { kind: communications, at: seoul,',
      ['G7 reporter_falls_too status seoul'],
    ],
    [
      'G10: a drill dated ahead has not happened',
      'domain: seoul, scope: full, date: 2026-10-01, measuredMinutes: 22',
      'domain: seoul, scope: full, date: 2062-10-01, measuredMinutes: 22',
      ['G10 dated_ahead portal/1 seoul'],
    ],
    [
      'G10: tomorrow is already today elsewhere',
      'domain: seoul, scope: full, date: 2026-10-01, measuredMinutes: 22',
      'domain: seoul, scope: full, date: 2026-11-28, measuredMinutes: 22',
      [],
    ],
    [
      'G10: exercised, but a year and a day ago',
      'domain: seoul, scope: full, date: 2026-10-01, measuredMinutes: 22',
      'domain: seoul, scope: full, date: 2025-11-26, measuredMinutes: 22',
      ['G10 exercise_old portal/1 seoul'],
    ],
    [
      'G10: a year ago to the day still counts',
      'domain: seoul, scope: full, date: 2026-10-01, measuredMinutes: 22',
      'domain: seoul, scope: full, date: 2025-11-27, measuredMinutes: 22',
      [],
    ],
    [
      'G10: a drill of a part',
      'domain: seoul, scope: full, date: 2026-10-01, measuredMinutes: 22',
      'domain: seoul, scope: partial, date: 2026-10-01, measuredMinutes: 22',
      ['G10 exercise_partial portal/1 seoul'],
    ],
    [
      'G10: a drill of another domain',
      'domain: seoul, scope: full, date: 2026-10-01, measuredMinutes: 22',
      'domain: busan, scope: full, date: 2026-10-01, measuredMinutes: 22',
      ['G10 never_exercised portal/1 seoul'],
    ],
    [
      'G10: a drill that failed',
      'domain: seoul, scope: full, date: 2026-10-01, measuredMinutes: 22',
      'domain: seoul, scope: full, date: 2026-10-01, result: failed',
      ['G10 exercise_failed portal/1 seoul'],
    ],
    [
      'G12: a configuration that reaches everything at once',
      'policy-data: { class: configuration_scope, isStaged: true }',
      'policy-data: { class: configuration_scope }',
      [],
    ],
  ])('%s', (_, from, to, expected) => {
    expect(errorsOf(check(broken(from, to)))).toEqual(expected);
  });

  it('G7 names the building where the two stand in two halls of it, and not a hall that takes only one', () => {
    const halls = broken(
      '  busan: { class: site }',
      '  busan: { class: site }\n  hall-1: { class: hall, within: [seoul] }\n  hall-2: { class: hall, within: [seoul] }',
    );
    const away = 'status: { kind: communications, at: daegu | busan,';
    const both = halls.replace(away, 'status: { kind: communications, at: hall-1,');
    const found = (text: string) => errorsOf(check(text)).filter((line) => line.startsWith('G7'));
    const apart = both.replace('    at: seoul\n    targets', '    at: hall-2\n    targets');
    expect(found(apart)).toEqual(['G7 reporter_falls_too status seoul']);
    expect(found(both)).toEqual(['G7 reporter_falls_too status seoul']);
    const same = both.replace('    at: seoul\n    targets', '    at: hall-1\n    targets');
    expect(found(same)).toEqual(['G7 reporter_falls_too status hall-1']);
  });

  it('G12 looks at a scope also where a site within it is enough', () => {
    const within = broken(
      'seoul: { class: site }',
      'seoul: { class: site, within: [policy-data] }',
    );
    expect(errorsOf(check(within))).toEqual([]);
    expect(errorsOf(check(within.replace(', isStaged: true', '')))).toEqual([
      'G12 scope_unstaged policy-data policy-data',
    ]);
  });

  it('G1 fails, and there is no level, where no domain is a site: nothing was tried', () => {
    const halls = SMALL_INVENTORY.replaceAll('{ class: site }', '{ class: hall }');
    const report = check(halls);
    expect(errorsOf(report)).toContain('G1 no_site small');
    expect(report).toMatchObject({ isPassed: false, level: null, levels: [] });
    expect(renderGateText(report, 'en')).toContain('No domain is a site');
    expect(renderGateText(report, 'en')).toContain('seoul: takes down portal');
    const withoutTier = check(halls.replace('    tier: 0\n', ''));
    expect(errorsOf(withoutTier)).not.toContain('G1 no_site small');
  });

  it('a drill dated ahead gives no level either', () => {
    const ahead = SMALL_INVENTORY.replaceAll('date: 2026-10-01', 'date: 2062-10-01');
    expect(check(ahead).level).toBe(1);
  });

  it('G10 warns of a drill that failed after one that passed, and fails nothing', () => {
    const passed = '{ class: drilled, domain: busan, scope: full, date: 2026-10-01 }';
    const failed = `{ class: drilled, about: start-in-busan, domain: seoul, scope: full, date: 2026-11-01, result: failed }`;
    const report = check(broken(passed, `${passed}\n      - ${failed}`));
    const warnings = report.rules
      .flatMap(({ findings }) => findings)
      .filter(({ rule }) => rule === 'G10');
    expect(errorsOf(report)).toEqual([]);
    expect(warnings.map(({ code, level }) => `${code} ${level}`)).toEqual([
      'exercise_failed warning',
    ]);
  });

  it('G12 fails where losing the scope takes tier 0 down, and not where changes come in stages', () => {
    const needy = broken('    at: seoul\n    targets', '    at: seoul & policy-data\n    targets');
    const staged = errorsOf(check(needy));
    const atOnce = errorsOf(check(needy.replace(', isStaged: true', '')));
    expect(staged).toEqual(['G8 new_cut_set portal policy-data']);
    expect(atOnce).toEqual([...staged, 'G12 scope_unstaged policy-data policy-data']);
    const verdicts = (text: string) =>
      check(text).singleLosses.map(({ domain, verdict }) => `${domain} ${verdict}`);
    expect(verdicts(needy)).toEqual(['seoul site_recovers', 'policy-data scope_staged']);
    expect(verdicts(needy.replace(', isStaged: true', ''))).toContain('policy-data scope_at_once');
    const bySignIn = broken(
      '    at: seoul\n    targets',
      '    at: seoul\n    needs: { run: login }\n    targets',
    );
    expect(verdicts(bySignIn)).toContain('sso other_stuck');
  });

  it('G11 fails on what was seen and not declared, until it is declared, ruled out, or too old', () => {
    expect(errorsOf(check(SMALL_INVENTORY, [OBSERVED]))).toEqual([
      'G11 observed_undeclared portal -> database',
    ]);
    const declared = broken(
      '    at: seoul\n    targets',
      '    at: seoul\n    needs: { boot: database }\n    targets',
    );
    expect(errorsOf(check(declared, [OBSERVED]))).toEqual([]);
    const why = 'ruledOut: [{ from: portal, to: database, why: a test of last spring }]\n';
    expect(errorsOf(check(SMALL_INVENTORY + why, [OBSERVED]))).toEqual([]);
    expect(errorsOf(check(SMALL_INVENTORY + why, [OBSERVED], '2026-12-21'))).toEqual([
      'G11 import_old more/0.yaml',
    ]);
    expect(errorsOf(check(SMALL_INVENTORY + why, [OBSERVED], '2026-12-20'))).toEqual([]);
    expect(errorsOf(check(SMALL_INVENTORY + why, [OBSERVED], '2026-11-19'))).toEqual([]);
    expect(errorsOf(check(SMALL_INVENTORY + why, [OBSERVED], '2026-11-18'))).toContain(
      'G11 dated_ahead more/0.yaml',
    );
  });
});

describe('waivers', () => {
  const needy = () => broken('rtoMinutes: 30', 'rtoMinutes: 19');
  const waiver = (until: string, owner: string) =>
    `waivers: [{ rule: G4, about: portal, until: ${until}, why: new hardware in December${owner} }]\n`;

  it('accept a finding until their day, which is inside', () => {
    const report = check(needy() + waiver(TODAY, ', owner: infrastructure'));
    expect(report.isPassed).toBe(true);
    expect(report.rules.find(({ rule }) => rule === 'G4')?.status).toBe('waived');
  });

  it('fail by themselves the day after, and so does what they waived', () => {
    const report = check(needy() + waiver('2026-11-26', ', owner: infrastructure'));
    expect(errorsOf(report)).toEqual(['G4 rto_exceeded portal seoul', 'G9 waiver_expired portal']);
  });

  it('waive nothing without an owner', () => {
    const report = check(needy() + waiver('2027-01-01', ''));
    expect(errorsOf(report)).toEqual([
      'G4 rto_exceeded portal seoul',
      'G9 waiver_without_owner portal',
    ]);
  });

  it('that waive nothing any more are a warning', () => {
    const report = check(SMALL_INVENTORY + waiver('2027-01-01', ', owner: infrastructure'));
    expect(report.isPassed).toBe(true);
    expect(report.rules[8]?.findings.map(({ code }) => code)).toEqual(['waiver_unused']);
  });
});

describe('the ratchet', () => {
  it('warns of what is gone, so that it can be kept gone', () => {
    const report = check(
      broken('    at: seoul\n    targets', '    at: seoul | daegu\n    targets'),
    );
    const codes = report.rules[7]?.findings.map(({ code, loss, level }) => [code, loss, level]);
    // That seoul and daegu together still do it was accepted with seoul alone.
    expect(codes).toEqual([['cut_set_gone', 'seoul', 'warning']]);
  });
});

describe('suspicion', () => {
  it('is believed in the pessimistic answer only', () => {
    const suspected = OBSERVED.replace(
      'class: observed',
      'class: assumed, suspected: true',
    ).replace('portal -> database', 'switch -> login');
    const report = check(SMALL_INVENTORY, [suspected]);
    expect(report.isPassed).toBe(true);
    const besides = report.pessimistic?.findings.map(({ rule, about, loss }) => [
      rule,
      about,
      loss,
    ]);
    expect(besides).toContainEqual(['G3', 'switch', 'sso']);
  });
});

describe('sentences', () => {
  it('exist for every rule in both languages, and name what is meant', () => {
    for (const rule of GATE_RULES) {
      expect(ruleTitles.en[rule]).not.toBe('');
      expect(ruleTitles.ko[rule]).toMatch(/[가-힣]/);
    }
    const report = check(broken('rtoMinutes: 30', 'rtoMinutes: 19'));
    const [finding] = report.rules[3]?.findings ?? [];
    if (finding === undefined) throw new Error('G4 found nothing');
    expect(renderGateFinding(finding, createGateVoice(report.inventory, 'en'))).toBe(
      'portal is back after 20 minutes when seoul is lost; its target is 19.',
    );
    expect(renderGateFinding(finding, createGateVoice(report.inventory, 'ko'))).toBe(
      'seoul 상실 시 portal: 20분 뒤에 돌아옵니다. 목표는 19분입니다.',
    );
    expect(finding.place).toMatchObject({ file: 'a.yaml', line: 26 });
  });
});
