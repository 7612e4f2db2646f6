import { describe, expect, it } from 'vitest';
import { type Instant, parseInstant } from '../../../kernel/index.ts';
import { buildFeed } from './render-feed.ts';
import {
  type PublicIncident,
  renderStatusIncident,
  renderStatusSummary,
  type SummarySource,
} from './status-summary.ts';

const at = (text: string): Instant => parseInstant(text) as Instant;
const titles = (name: string) => ({ ko: `${name} 기능`, en: name });

function anIncident(options: {
  readonly until?: string;
  readonly severity?: 'down' | 'degraded';
  readonly state?: PublicIncident['incident']['state'];
}): PublicIncident {
  const { until, severity = 'down', state = 'open' } = options;
  const id = '01900000-0000-7000-8000-000000000001';
  return {
    incident: {
      id,
      slug: 'test-outage',
      titles: { ko: '시험 장애', en: 'Test outage <b>' },
      zone: 'Asia/Seoul',
      state,
      openedAt: at('2022-10-15T06:30:00Z'),
      ...(state === 'open' ? {} : { restoredAt: at('2022-10-20T14:00:00Z') }),
      parties: [],
      functions: [
        { service: 'melon', function: 'play', titles: titles('Play') },
        { service: 'melon', function: 'buy', titles: titles('Buy') },
        { service: 'mail', function: 'send', titles: titles('Send') },
      ],
      sources: [],
    },
    impacts: [
      {
        id,
        incidentId: id,
        threadId: id,
        version: 1,
        service: 'melon',
        function: 'play',
        scope: {},
        severity,
        intervals: [
          {
            from: at('2022-10-15T06:30:00Z'),
            fromPrecision: 'exact',
            ...(until === undefined ? {} : { until: at(until) }),
          },
        ],
        statedBy: 'company',
        sources: [],
        reason: '',
      },
    ],
    timeline: ['2022-10-15T06:33:00Z', '2022-10-20T14:00:00Z'].map((occurredAt, index) => ({
      id: `01900000-0000-7000-8000-00000000001${index}`,
      incidentId: id,
      occurredAt: at(occurredAt),
      occurredPrecision: 'exact',
      visibility: 'public',
      text: { ko: `소식 ${index}`, en: `News ${index} & more` },
      statedBy: 'company',
      sources: [],
    })),
  };
}

function source(incidents: readonly PublicIncident[], now = '2022-10-16T00:00:00Z'): SummarySource {
  const site = { siteName: 'Record', zone: 'Asia/Seoul', address: 'https://amends.example' };
  return { incidents, now: at(now), locale: 'en', ...site };
}

const statusesOf = (given: SummarySource) =>
  Object.fromEntries(renderStatusSummary(given).components.map(({ id, status }) => [id, status]));

describe('the status summary', () => {
  it('has the members that readers of Statuspage version 2 rely on', () => {
    const given = source([anIncident({})]);
    const summary = renderStatusSummary(given);
    expect(Object.keys(summary)).toEqual([
      'page',
      'components',
      'incidents',
      'scheduled_maintenances',
      'status',
    ]);
    expect(summary.page).toEqual({
      id: 'amends',
      name: 'Record',
      url: 'https://amends.example/public',
      time_zone: 'Asia/Seoul',
      updated_at: '2022-10-16T00:00:00.000Z',
    });
    expect(summary.incidents[0]).toMatchObject({
      name: 'Test outage <b>',
      status: 'identified',
      impact: 'critical',
      resolved_at: null,
      shortlink: 'https://amends.example/public/test-outage',
      components: [{ id: 'melon.play' }],
    });
    expect(summary.incidents[0]?.incident_updates.map(({ body }) => body)).toEqual([
      'News 1 & more',
      'News 0 & more',
    ]);
  });

  it('gives a component the state of the impact that runs now, up to its end', () => {
    const running = anIncident({ until: '2022-10-17T00:00:00Z' });
    expect(statusesOf(source([running]))).toEqual({
      melon: 'major_outage',
      mail: 'operational',
      'melon.play': 'major_outage',
      'melon.buy': 'operational',
      'mail.send': 'operational',
    });
    expect(statusesOf(source([running], '2022-10-16T23:59:59.999Z'))['melon.play']).toBe(
      'major_outage',
    );
    expect(statusesOf(source([running], '2022-10-17T00:00:00Z'))['melon.play']).toBe('operational');
    const slow = source([anIncident({ severity: 'degraded' })]);
    expect(statusesOf(slow)['melon.play']).toBe('degraded_performance');
    expect(renderStatusSummary(slow).status.indicator).toBe('minor');
  });

  it('keeps the worse of two incidents that touch one component', () => {
    const [down, fine] = [anIncident({}), anIncident({ until: '2022-10-15T07:00:00Z' })];
    for (const incidents of [
      [down, fine],
      [fine, down],
    ]) {
      const summary = renderStatusSummary(source(incidents));
      expect(summary.components.filter(({ id }) => id === 'melon.play')).toMatchObject([
        { status: 'major_outage' },
      ]);
      expect(summary.status.indicator).toBe('major');
    }
  });

  it('says that all is well when nothing runs, and lists no restored incident as open', () => {
    const over = anIncident({ until: '2022-10-17T00:00:00Z', state: 'restored' });
    const summary = renderStatusSummary(source([over], '2022-11-01T00:00:00Z'));
    expect(summary.status).toEqual({ indicator: 'none', description: 'All Systems Operational' });
    expect(summary.incidents).toEqual([]);
    const [first, second] = renderStatusIncident(over, source([over])).incident_updates;
    expect([first?.status, second?.status]).toEqual(['resolved', 'identified']);
  });

  it('gives the phase where Statuspage has one of that name, and only while it is open', () => {
    const graded = (code: string, state?: 'restored') => {
      const shown = anIncident(state === undefined ? {} : { state });
      const incident = { ...shown.incident, phase: { code, titles: titles('Phase') } };
      return renderStatusIncident({ ...shown, incident }, source([])).status;
    };
    expect(graded('investigating')).toBe('investigating');
    expect(graded('war_room')).toBe('identified');
    expect(graded('monitoring', 'restored')).toBe('resolved');
  });
});

describe('the feed', () => {
  it('has the public entries, the latest first, as RSS and as Atom', () => {
    const feed = buildFeed(source([anIncident({})]));
    const rss = feed.rss2();
    expect(rss.indexOf('News 1 &amp; more')).toBeLessThan(rss.indexOf('News 0'));
    expect(rss).toContain('Thu, 20 Oct 2022 14:00:00 GMT');
    expect(rss).not.toMatch(/<title>Test outage <b>/);
    const atom = feed.atom1();
    expect(atom).toContain('xmlns="http://www.w3.org/2005/Atom"');
    expect(atom).toContain('<updated>2022-10-20T14:00:00.000Z</updated>');
  });

  it('says when an outage began and ended, also where nothing else was told', () => {
    const quiet = (state: 'open' | 'restored') => ({ ...anIncident({ state }), timeline: [] });
    expect(buildFeed(source([quiet('open')])).items.map(({ description }) => description)).toEqual([
      'An outage has begun.',
    ]);
    const { items } = buildFeed({ ...source([quiet('restored')]), locale: 'ko' });
    expect(items.map(({ description }) => description)).toEqual([
      '모두 복구되었습니다.',
      '장애가 시작되었습니다.',
    ]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(2);
  });

  it('of some components has the entries of outages that touched them, and says so in its address', () => {
    const own = anIncident({});
    const mail = {
      ...own,
      incident: {
        ...own.incident,
        functions: own.incident.functions.filter(({ service }) => service === 'mail'),
      },
      timeline: own.timeline.map((entry) => ({
        ...entry,
        text: { ko: '메일 소식', en: 'News of mail' },
      })),
    };
    const textOf = (components: readonly string[]) =>
      buildFeed(source([own, mail]), { components }).atom1();
    expect(textOf(['melon.buy'])).toContain('News 1');
    expect(textOf(['melon.buy'])).not.toContain('News of mail');
    expect(textOf(['melon'])).toContain('feed.atom?lang=en&amp;component=melon"');
    expect(textOf(['mail.send', 'melon.play']).match(/<entry>/g)).toHaveLength(6);
    expect(textOf(['melon.sing'])).not.toContain('<entry>');
  });

  it('of some kinds of news has those alone, and says so in its address', () => {
    const published = { version: 2, publishedAt: at('2022-11-01T00:00:00Z') };
    const told = { ...anIncident({ state: 'restored' }), reports: [published] };
    const textsOf = (topics: readonly string[]) =>
      buildFeed(source([told]), { topics }).items.map(({ description }) => description);
    expect(textsOf(['incident_opened'])).toEqual(['An outage has begun.']);
    expect(textsOf(['incident_updated'])).toEqual(['News 1 & more', 'News 0 & more']);
    expect(textsOf(['incident_restored'])).toEqual(['Everything works again.']);
    expect(textsOf(['report_published'])).toEqual([
      'Version 2 of the public report has been published.',
    ]);
    expect(textsOf(['incident_opened', 'report_published'])).toHaveLength(2);
    expect(textsOf([])).toHaveLength(5);
    expect(textsOf(['weather'])).toEqual([]);
    const feed = buildFeed(source([told]), {
      ...{ components: ['melon'], topics: ['report_published'] },
    });
    expect(feed.atom1()).toContain(
      'feed.atom?lang=en&amp;component=melon&amp;topic=report_published"',
    );
    expect(feed.items[0]?.link).toBe('https://amends.example/public/test-outage/report/2?lang=en');
  });

  it('is well-formed whatever an older entry or another tool brought into a text', () => {
    const hostile = '<script>]]>&\u0001\u0008\u001b\ufffe\ud83d end';
    const ours = anIncident({});
    const titles = { ko: hostile, en: hostile };
    const incident = { ...ours.incident, titles };
    const timeline = ours.timeline.map((entry) => ({ ...entry, text: titles }));
    const feed = buildFeed(source([{ ...ours, incident, timeline }]));
    for (const xml of [feed.rss2(), feed.atom1()]) {
      expect(xml).toContain(' end');
      // A line feed is the one control character that XML's own lines are made of.
      expect(xml).not.toMatch(/(?!\n)\p{Cc}|\ufffe|\p{Cs}/u);
    }
  });
});
