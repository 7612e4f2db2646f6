import { describe, expect, it } from 'vitest';
import { findInventoryCutSets } from '../../continuity/cut-sets/index.ts';
import {
  createNaming,
  type Inventory,
  parseInventory,
  planDrills,
  rankFixes,
} from '../../continuity/index.ts';
import { renderPlan } from '../drill/render-plan.ts';
import { cutSetWords } from './cut-set-words.ts';
import { type CutSetReport, renderCutSets } from './render-cut-sets.ts';
import { renderFixes } from './render-fixes.ts';

const TEXT = `
format: amends-inventory/1
name: shop
domains:
  seoul: { class: site, title: { ko: 서울 센터, en: Seoul centre } }
  hall: { class: hall, within: [seoul], title: { ko: 전산실, en: Hall } }
  busan: { class: site, title: { ko: 부산 센터, en: Busan centre } }
nodes:
  crew: { kind: people, at: '-', title: { ko: 당직, en: On call } }
  shop:
    kind: service
    tier: 0
    at: hall
    title: { ko: 가게, en: Shop }
    options:
      - name: start-in-busan
        mode: manual
        minutes: 5
        at: busan
        needs: { people: crew, authenticate: crew, communicate: crew }
`;

function inventory(): Inventory {
  const parsed = parseInventory([{ name: 'a.yaml', text: TEXT }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value;
}

function cutSets(locale: 'ko' | 'en'): string {
  const shop = inventory();
  const name = createNaming(shop, locale);
  const found = findInventoryCutSets(shop, { node: 'shop', effect: 'down' }, {});
  const report: CutSetReport = {
    ...found,
    source: 'shop/',
    subject: 'shop down',
    heading: cutSetWords[locale].ofInventory(name.node('shop'), 'down', '2'),
    eventCount: 2,
    gateCount: undefined,
    count: 1n,
    byOrder: [0n, 1n],
    sets: [['hall']],
    around: ['seoul'],
    notes: [],
    ranking: undefined,
  };
  return renderCutSets(report, { locale, name: name.domain });
}

describe('what commands say of an inventory is told in its names, each id once', () => {
  it('cut sets, with the domains around that are left out', () => {
    expect(cutSets('en')).toContain('shop/: “Shop” [shop] down (2 domains)');
    expect(cutSets('en')).toContain('1 minimal cut set. None is missing.');
    expect(cutSets('en')).toMatch(
      /In full:\n {2}“Hall” \[hall\]\nLeft out, .*: the loss of “Seoul centre” \[seoul\]\.$/,
    );
    expect(cutSets('ko')).toContain('shop/: 가게 [shop] 멈춤 (곳 2개)');
    expect(cutSets('ko')).toMatch(
      /전체:\n {2}전산실 \[hall\]\n.*적지 않은 곳: 서울 센터 \[seoul\]\.$/,
    );
  });

  it('what to mend first, with what it takes away as a signed change', () => {
    const found = rankFixes(inventory(), { stepsMax: 5 });
    const english = renderFixes(found, inventory(), 'en');
    expect(english).toContain('1. Place “Shop” [shop] in “Busan centre” [busan] too\n');
    expect(english).toContain(
      '\n   single losses −2, pairs +2; left: down 0 and 2, stuck 0 and 2\n',
    );
    expect(english.match(/\[shop\]/g)).toHaveLength(1);
    const korean = renderFixes(found, inventory(), 'ko');
    expect(korean).toContain('1. 다음을 부산 센터 [busan]에도 두기: 가게 [shop]\n');
    expect(korean).toContain(
      '   한 곳 상실 −2, 두 곳 상실 +2. 남는 것(한 곳 + 두 곳): 멈춤 0 + 2, 복구 불가 0 + 2\n',
    );
  });

  it('a plan of drills, its steps before and what each shows', () => {
    const document = { inventory: inventory(), limits: { evidenceDays: 365, importDays: 30 } };
    const plan = planDrills(document, { today: '2026-11-28' });
    const english = renderPlan(plan, document.inventory, 'en');
    expect(english).toContain('Remove all of “Seoul centre” [seoul] (whole-domain, weight');
    expect(english).toContain('   first  read-through: “Seoul centre”\n');
    expect(english).toContain('   first  contact: whoever carries it out\n');
    expect(english).toContain(
      '   first  rehearsal: “start-in-busan” [shop/1] brings “Shop” [shop] back\n' +
        '   shows  “start-in-busan” brings “Shop” back; never shown\n',
    );
    const korean = renderPlan(plan, document.inventory, 'ko');
    expect(korean).toContain('전체 차단: 서울 센터 [seoul] (가중치');
    expect(korean).toContain('   먼저  비상 연락 훈련: 복구를 맡은 사람\n');
    expect(korean).toContain('   확인  “start-in-busan”: 가게 복구; 확인한 적 없음\n');
  });
});
