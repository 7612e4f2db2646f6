import { describe, expect, it } from 'vitest';
import type { Impact } from '../../../incident/index.ts';
import { addMs, type Instant, parseInstant } from '../../../kernel/index.ts';
import type { PublicIncident } from '../feeds/status-summary.ts';
import { renderBadge } from './badge.ts';
import { brandOfHost, parseBrands } from './brand.ts';
import { assessHistory, historyDays, worstDays } from './history.ts';
import { listNotices } from './notices.page.tsx';
import { renderTwin } from './render-twin.tsx';
import { serviceTitle } from './service-title.ts';
import { StatusPage } from './status.page.tsx';
import { assessStatus, defaultBrand, renderUptime } from './status-view.ts';

const at = (text: string): Instant => parseInstant(text) as Instant;
const now = at('2022-10-21T12:00:00+09:00');
const zone = 'Asia/Seoul';

function impact(
  from: string,
  until: string | undefined,
  change: Partial<Pick<Impact, 'severity' | 'service' | 'function'>> = {},
): Impact {
  return {
    ...{ id: from, incidentId: 'i', threadId: from, version: 1, service: 'mail', function: 'send' },
    ...{ scope: {}, severity: 'down', statedBy: 'company', sources: [], reason: '' },
    intervals: [
      {
        ...{ from: at(from), fromPrecision: 'exact' },
        ...(until === undefined ? {} : { until: at(until), untilPrecision: 'exact' }),
      },
    ],
    ...change,
  };
}

const dayOn = (history: ReturnType<typeof assessHistory>, on: string) =>
  history.days.find((day) => day.on === on);

describe('the row above several components', () => {
  it('is on each day as the worst of them was', () => {
    const day = '2022-10-15';
    const down = assessHistory([impact(`${day}T23:00:00+09:00`, `${day}T23:30:00+09:00`)], {
      zone,
      now,
    });
    const slow = assessHistory(
      [impact(`${day}T20:00:00+09:00`, `${day}T22:00:00+09:00`, { severity: 'degraded' })],
      { zone, now },
    );
    const days = worstDays([slow.days, down.days, assessHistory([], { zone, now }).days]);
    expect(days).toHaveLength(historyDays);
    expect(days.filter(({ state }) => state !== 'operational')).toEqual([
      { on: day, downMs: 1_800_000, degradedMs: 7_200_000, state: 'down' },
    ]);
    expect(worstDays([])).toEqual([]);
  });
});

describe('the history of a component', () => {
  it('has ninety days that end today, all of them fine without an outage', () => {
    const history = assessHistory([], { zone, now });
    expect(history.days).toHaveLength(historyDays);
    expect(history.days.at(-1)?.on).toBe('2022-10-21');
    expect(history.days[0]?.on).toBe('2022-07-24');
    expect(history).toMatchObject({ now: 'operational', uptimeMillionths: 1_000_000 });
  });

  it('cuts an outage at midnight of the zone, and counts what overlaps once', () => {
    const history = assessHistory(
      [
        impact('2022-10-15T23:00:00+09:00', '2022-10-16T01:00:00+09:00'),
        impact('2022-10-15T23:30:00+09:00', '2022-10-16T00:30:00+09:00'),
        impact('2022-10-15T22:00:00+09:00', '2022-10-15T23:30:00+09:00', { severity: 'degraded' }),
      ],
      { zone, now },
    );
    expect(dayOn(history, '2022-10-15')).toEqual({
      ...{ on: '2022-10-15', downMs: 3_600_000, degradedMs: 3_600_000, state: 'down' },
    });
    expect(dayOn(history, '2022-10-16')).toMatchObject({ downMs: 3_600_000, degradedMs: 0 });
    expect(history.now).toBe('operational');
  });

  it('that runs goes up to now, and counts as the state now', () => {
    const history = assessHistory([impact('2022-10-21T11:00:00+09:00', undefined)], { zone, now });
    expect(dayOn(history, '2022-10-21')).toMatchObject({ downMs: 3_600_000 });
    expect(history.now).toBe('down');
    const planned = impact('2022-10-21T11:00:00+09:00', '2022-10-21T13:00:00+09:00');
    expect(assessHistory([planned], { zone, now })).toMatchObject({ now: 'down' });
  });

  it('is over at its end, exclusive', () => {
    const ended = impact('2022-10-21T11:00:00+09:00', '2022-10-21T12:00:00+09:00');
    expect(assessHistory([ended], { zone, now }).now).toBe('operational');
    expect(assessHistory([ended], { zone, now: addMs(now, -1) }).now).toBe('down');
  });

  it('gives the share of time not down', () => {
    const lengthMs = now - at('2022-07-24T00:00:00+09:00');
    const history = assessHistory(
      [impact('2022-07-01T00:00:00+09:00', '2022-07-25T00:00:00+09:00')],
      { zone, now },
    );
    const share = Math.floor(((lengthMs - 86_400_000) / lengthMs) * 1_000_000);
    expect(history.uptimeMillionths).toBe(share);
    expect(renderUptime(999_999, 'en')).toBe('99.99%');
    expect(renderUptime(1_000_000, 'ko')).toBe('100.00%');
  });
});

const titles = (name: string) => ({ ko: `${name} 한`, en: name });
const brands = {
  brands: [
    {
      ...{ id: 'main', titles: titles('Main'), hosts: ['status.example.org'] },
      groups: [
        {
          titles: titles('Talk'),
          components: [{ id: 'mail.send', titles: titles('Sending') }],
          groups: [
            { titles: titles('Inner'), components: [{ id: 'maps', titles: titles('Maps') }] },
          ],
        },
      ],
    },
  ],
};

function readBrand() {
  const parsed = parseBrands(brands);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value;
}

function anIncident(): PublicIncident {
  return {
    incident: {
      ...{ id: 'i', slug: 'mail-outage', titles: titles('Mail outage'), zone, state: 'open' },
      ...{ openedAt: at('2022-10-21T11:00:00+09:00'), parties: [], sources: [] },
      functions: [
        { service: 'mail', function: 'send', titles: titles('Sending') },
        { service: 'secret', function: 'thing', titles: titles('Elsewhere') },
      ],
    },
    impacts: [
      impact('2022-10-21T11:00:00+09:00', undefined),
      impact('2022-10-20T11:00:00+09:00', undefined, { service: 'secret', function: 'thing' }),
    ],
    timeline: [],
  };
}

describe('the status pages of an installation', () => {
  it('are found by the host name, whatever its case and port', () => {
    const known = readBrand();
    expect(brandOfHost(known, 'Status.Example.org:8443')?.id).toBe('main');
    expect(brandOfHost(known, 'other.example.org')).toBeUndefined();
    expect(brandOfHost(known, undefined)).toBeUndefined();
  });

  const [first] = brands.brands;
  it.each([
    [{}, 'brands'],
    [{ brands: [] }, 'brands'],
    [{ brands: [{ ...first, id: 'No Id' }] }, 'brands.0.id'],
    [{ brands: [{ ...first, colour: 'red' }] }, 'brands.0'],
    [{ brands: [first, first] }, 'id main'],
    [{ brands: [first, { ...first, id: 'two' }] }, 'host status.example.org'],
  ])('name the place that is off: %#', (data, place) => {
    const parsed = parseBrands(data);
    const findings = parsed.ok ? [] : parsed.refusal.findings;
    expect(findings.some((finding) => finding.startsWith(place))).toBe(true);
  });

  it('show what is theirs only, calm components too, the worst state of a group above it', () => {
    const [brand] = readBrand();
    if (brand === undefined) throw new Error('no brand');
    const view = assessStatus(brand, [anIncident()], now);
    expect(view.now).toBe('down');
    expect(view.groups[0]?.components.map((one) => one.now)).toEqual(['down']);
    expect(view.groups[0]?.groups[0]).toMatchObject({ now: 'operational' });
    expect(view.incidents[0]?.incident.functions).toHaveLength(1);
  });
});

const links = {
  ...{ otherLanguage: 'en.html', atom: 'a', rss: 'r', json: 'j' },
  ...{ status: 'index.html', notices: 'notices.html' },
};

describe('the page', () => {
  it('says in its table what its bars show, day by day', async () => {
    const all = [anIncident()];
    const view = assessStatus(
      defaultBrand(all, { site: titles('All'), other: titles('Others') }),
      all,
      now,
    );
    const html = String(await (<StatusPage view={view} locale="en" links={links} />));
    const bars = [...html.matchAll(/<title>(\d{4}-\d\d-\d\d): Down ([^<]+)<\/title>/g)];
    const rows = [...html.matchAll(/<th scope="row">([^<]+)<\/th><td>([^<]+)<\/td>/g)];
    const pairs = (found: RegExpMatchArray[]) =>
      found.map(([, on, time]) => `${on} ${time}`).sort();
    // Each part has its own; the row above two parts of one service is as the worst of them was.
    const [own, above] = [bars.slice(-rows.length), bars.slice(0, -rows.length)];
    expect([own.length, above.length]).toEqual([3, 2]);
    expect(pairs(own)).toEqual(pairs(rows));
    // Days are joined while all is well: each bar begins where the one before ends, ninety days in all.
    const bands = [...html.matchAll(/<rect x="(\d+)" y="\d+" width="(\d+)"/g)].map(
      ([, x, width]) => ({ from: Number(x), days: Math.ceil(Number(width) / 10) }),
    );
    expect(bands.reduce((sum, { days }) => sum + days, 0)).toBe(3 * historyDays);
    const ends = bands.map(({ from, days }) => (from + days * 10) % (historyDays * 10));
    expect(bands.slice(1).map(({ from }) => from)).toEqual(ends.slice(0, -1));
  });

  it('has a badge that says the state in words', () => {
    expect(renderBadge('down', 'en')).toContain('aria-label="status: Down"');
    expect(renderBadge('operational', 'ko')).toContain('정상');
  });
});

describe('everything that was told', () => {
  it('stands with the latest first: news, the restoration and the outage itself', () => {
    const { incident, ...rest } = anIncident();
    const said = { text: titles('Half is back'), occurredAt: at('2022-10-21T11:30:00+09:00') };
    const entry = { id: 'e', ...said } as PublicIncident['timeline'][number];
    const restoredAt = at('2022-10-21T11:45:00+09:00');
    const told = listNotices({ ...rest, incident: { ...incident, restoredAt }, timeline: [entry] });
    expect(told.map(({ kind }) => kind)).toEqual(['restored', 'updated', 'opened']);
    expect(told[1]?.text.ko).toBe('Half is back 한');
  });
});

describe('a service that has no name of its own', () => {
  const named = (...names: readonly (readonly [string, string])[]) =>
    names.map(([ko, en]) => ({ ko, en }));
  it.each([
    [
      'kakaotalk',
      named(
        ['카카오톡 문자 메시지 (모바일)', 'KakaoTalk text messages (mobile)'],
        ['카카오톡 PC 버전 로그인', 'KakaoTalk PC version login'],
        ['보이스톡, 송금', 'Voice talk, transfer'],
      ),
      { ko: '카카오톡', en: 'KakaoTalk' },
    ],
    [
      'kakao_pay',
      named(
        ['카카오페이 결제, 송금', 'Kakao Pay payments'],
        ['카카오페이 송금·거래 확인증', 'Kakao Pay certificates'],
      ),
      { ko: '카카오페이', en: 'Kakao Pay' },
    ],
    [
      'all_services',
      named(['전체 서비스', 'All services']),
      { ko: '전체 서비스', en: 'All services' },
    ],
    [
      'daum_cafe',
      named(['다음 카페', 'Daum café'], ['다음 카페 검색', 'Daum café search']),
      { ko: '다음 카페', en: 'Daum café' },
    ],
    [
      'mail_box',
      named(['보내기', 'Sending'], ['받기', 'Receiving']),
      { ko: 'Mail box', en: 'Mail box' },
    ],
  ])('is called by what the names of its functions begin with: %s', (service, functions, title) => {
    expect(serviceTitle(service, functions)).toEqual(title);
  });
});

describe('the copy that needs no server', () => {
  it('has the page in both languages, feeds, badge and documents, with the same state', async () => {
    const [brand] = readBrand();
    const address = 'https://copy.example';
    const files = await renderTwin([anIncident()], { now, address, brand });
    const text = new Map(files.map((file) => [file.path, file.text]));
    expect([...text.keys()].sort()).toEqual([
      ...['api/v2/components.json', 'api/v2/incidents.json', 'api/v2/incidents/unresolved.json'],
      ...[
        'api/v2/scheduled-maintenances.json',
        'api/v2/scheduled-maintenances/active.json',
        'api/v2/scheduled-maintenances/upcoming.json',
        'api/v2/status.json',
        'api/v2/summary.json',
      ],
      ...['badge.en.svg', 'badge.ko.svg', 'en.html', 'index.html', 'notices.en.html'],
      ...['notices.ko.html', 'public/feed.en.atom', 'public/feed.en.rss'],
      ...['public/feed.ko.atom', 'public/feed.ko.rss'],
    ]);
    const summary = JSON.parse(text.get('api/v2/summary.json') ?? '{}');
    const states = summary.components.map((one: { id: string; status: string }) => [
      one.id,
      one.status,
    ]);
    expect(states).toContainEqual(['mail.send', 'major_outage']);
    expect(states).toContainEqual(['maps.all', 'operational']);
    expect(JSON.stringify(summary)).not.toContain('secret');
    for (const name of ['en.html', 'notices.ko.html']) {
      const page = text.get(name) ?? '';
      const addresses = [...page.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, to]) => to);
      expect(addresses.filter((to) => to?.startsWith('/') || to?.startsWith('http'))).toEqual([]);
      for (const to of addresses.filter((one) => !/^(#|data:)/.test(one ?? ''))) {
        expect(text.has(to ?? '')).toBe(true);
      }
      expect(page).not.toContain('<script');
    }
  });
});
