import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AjvDraft04 from 'ajv-draft-04';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { SMALL_INVENTORY } from '../../../../test/support/small-inventory.ts';
import { parseDocument } from '../../read/parse-inventory.ts';
import type { GateReport } from '../run-gate.ts';
import { runGate } from '../run-gate.ts';
import { renderGateHtml } from './render-html.ts';
import { renderGateJson } from './render-json.ts';
import { renderJunit } from './render-junit.ts';
import { renderSarif } from './render-sarif.ts';
import { renderGateText } from './render-text.ts';

// The schema OASIS published, as Microsoft's package carries it; its test helper itself is not used.
const schemaPath = createRequire(import.meta.url).resolve(
  '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);
const isSarif = new AjvDraft04.default({
  strict: false,
  unicodeRegExp: false,
  validateFormats: false,
  allErrors: true,
}).compile(JSON.parse(readFileSync(schemaPath, 'utf8')));

const HOSTILE = '<script>alert(1)</script> & "quotes" ]]>';
const WAIVER = `waivers: [{ rule: G4, about: portal, until: 2027-01-01, owner: '${HOSTILE}', why: '${HOSTILE}' }]\n`;

function report(text: string): GateReport {
  const parsed = parseDocument([{ name: 'sites/a b.yaml', text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return runGate(parsed.value, { today: '2026-11-27' });
}

const failing = report(
  SMALL_INVENTORY.replace('rtoMinutes: 30', 'rtoMinutes: 19').replace(
    'name: small\n',
    `name: small\ntitle: { ko: '${HOSTILE}', en: '${HOSTILE}' }\n`,
  ) + WAIVER,
);

it('SARIF keeps to the published schema, with places, fingerprints and suppressions', () => {
  const log = renderSarif(failing, { folder: './deploy/inventory/', version: '0.1.0' });
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
  const results = log.runs[0]?.results ?? [];
  const waived = results.find(({ ruleId }) => ruleId === 'G4');
  expect(waived?.suppressions?.[0]?.status).toBe('accepted');
  expect(waived?.locations?.[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'deploy/inventory/sites/a%20b.yaml' },
    region: { startLine: 27, startColumn: 28 },
  });
  const prints = results.map(({ partialFingerprints }) => partialFingerprints?.['amendsGate/v1']);
  expect(new Set(prints).size).toBe(results.length);
});

it('a log that breaks the schema is noticed', () => {
  const log = renderSarif(failing, { folder: '', version: '0.1.0' });
  const [run] = log.runs;
  const wrong = { ...log, runs: [{ ...run, columnKind: 'bytes' }] };
  expect(isSarif(wrong)).toBe(false);
});

it('JUnit is well-formed, and counts failed and waived rules', () => {
  const xml = renderJunit(failing);
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' });
  const suite = parser.parse(xml).testsuites.testsuite;
  expect(suite).toMatchObject({ '@tests': '12', '@failures': '1', '@skipped': '1' });
  expect(suite.testcase).toHaveLength(12);
  expect(suite.testcase[7].failure['@message']).toContain('No baseline is accepted');
});

it('HTML says the same in one page, with every text escaped', () => {
  for (const locale of ['ko', 'en'] as const) {
    const page = renderGateHtml(failing, locale);
    expect(page).not.toContain('<script>');
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toMatch(/(?:src|href)="http/);
    expect(page).toContain(`<html lang="${locale}">`);
    expect(page.match(/<svg /g)).toHaveLength(1);
  }
});

it('every report names the node through which alone another fell', () => {
  const text = SMALL_INVENTORY.replace(
    '    at: seoul\n    targets',
    '    at: seoul\n    needs: { run: core }\n    targets',
  ).replace('  portal:\n', '  core: { kind: service, at: daegu }\n  portal:\n');
  const through = report(text);
  const log = renderSarif(through, { folder: '.', version: '0.1.0' });
  const named = log.runs[0]?.results?.filter(
    ({ properties }) => properties?.downOnlyThrough === 'core',
  );
  expect(named?.map(({ ruleId }) => ruleId)).toContain('G1');
  expect(named?.[0]?.message.text).toMatch(/ Down only through core\.$/);
  expect(isSarif(log)).toBe(true);
  expect(renderGateHtml(through, 'en')).toContain('<li>Down only through core: portal</li>');
  const json = renderGateJson(through, 'en') as { readonly reasons: unknown };
  expect(json.reasons).toContainEqual({ loss: 'daegu', through: 'core', nodes: ['portal'] });
});

it('without a node of tier 0 the report says so, and does not praise', () => {
  const none = report(SMALL_INVENTORY.replace('    tier: 0\n', ''));
  const text = renderGateText(none, 'en');
  expect(text).not.toContain('Tier 0 keeps running');
  expect(text).toContain('No node has tier 0, so there is no level: give the nodes');
  expect(renderGateHtml(none, 'en')).not.toContain('Tier 0 keeps running');
});

it('long lists are cut in the terminal, and whole in JSON', () => {
  const nodes = Array.from({ length: 40 }, (_, at) => `  extra-${at}: { kind: tool, at: seoul }`);
  const many = report(SMALL_INVENTORY.replace('nodes:\n', `nodes:\n${nodes.join('\n')}\n`));
  expect(renderGateText(many, 'en')).toMatch(/ Down: .* and 17 more/);
  expect(JSON.stringify(renderGateJson(many, 'en'))).toContain('"extra-39"');
});

it('findings and levels speak in names in the language of the report; machines find the ids', () => {
  const titled = SMALL_INVENTORY.replace('rtoMinutes: 30', 'rtoMinutes: 19')
    .replace('  portal:\n', '  portal:\n    title: { ko: 민원 창구, en: Front desk }\n')
    .replace(/^ {2}seoul: \{/m, '  seoul: { title: { ko: 서울 센터, en: Seoul centre },');
  const named = report(titled);
  expect(renderGateText(named, 'ko')).toContain(
    '서울 센터 [seoul] 상실 시 민원 창구 [portal]: 20분 뒤에 돌아옵니다.',
  );
  expect(renderGateText(named, 'ko')).toMatch(/^수준 \d {2}민원 창구 \[portal\] {2}← .*서울 센터/m);
  expect(renderGateHtml(named, 'ko')).toMatch(/<td>서울 센터 \[seoul\]/);
  const sentence = '“Front desk” [portal] is back after 20 minutes when “Seoul centre” [seoul]';
  expect(renderGateText(named, 'en')).toContain(sentence);
  expect(renderJunit(named)).toContain(sentence);
  const result = renderSarif(named, { folder: '.', version: '0.1.0' }).runs[0]?.results?.find(
    ({ ruleId }) => ruleId === 'G4',
  );
  expect(result?.message.text).toContain(sentence);
  expect(result?.properties).toMatchObject({ about: 'portal', loss: 'seoul' });
  const [rule] = (renderGateJson(named, 'ko') as { rules: { findings: unknown[] }[] }).rules.slice(
    3,
  );
  expect(rule?.findings[0]).toMatchObject({ about: 'portal', loss: 'seoul' });
});
