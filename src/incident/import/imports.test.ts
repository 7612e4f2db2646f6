import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { instantFromEpochMs, parseInstant, renderInstant } from '../../kernel/index.ts';
import { impactsOfAlerts, readAlertGroup } from './read-alerts.ts';
import { readImpactFile } from './read-impact-file.ts';
import { readStatuspage } from './read-statuspage.ts';
import { verifyHook } from './verify-hook.ts';

const now = parseInstant('2022-10-21T00:00:00Z') as ReturnType<typeof instantFromEpochMs>;
const time = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : renderInstant(instantFromEpochMs(at));

const update = (at: string, status: string) => ({
  id: `u-${at}`,
  body: `now ${status}`,
  status: 'investigating',
  created_at: `2022-10-15T${at}:00.000Z`,
  affected_components: [{ code: 'c1', name: 'Git Operations', new_status: status }],
});

const page = {
  id: 'kctbh9vrtdwd',
  name: 'A page',
  url: 'https://status.example',
  time_zone: 'Etc/UTC',
};
const incident = {
  id: 'p31zjtct2jer',
  name: 'Mail is late',
  status: 'resolved',
  created_at: '2022-10-15T06:00:00.000Z',
  started_at: '2022-10-15T05:50:00.000Z',
  resolved_at: '2022-10-15T10:00:00.000Z',
  impact: 'major',
  shortlink: 'https://stspg.example/p31',
  incident_updates: [
    update('09:00', 'operational'),
    update('07:00', 'major_outage'),
    update('06:00', 'partial_outage'),
  ],
  components: [
    { id: 'c1', name: 'Git Operations' },
    { id: 'c2', name: '메일' },
  ],
};

describe('reading another status page', () => {
  it('makes stretches of the updates that name a component, and keeps the source', () => {
    const read = readStatuspage({ page, incidents: [incident] });
    const [first] = read.ok ? read.value : [];
    expect(first?.opening).toMatchObject({
      slug: 'statuspage-kctbh9vrtdwd-p31zjtct2jer',
      sources: [{ number: 1, address: 'https://stspg.example/p31' }],
      functions: [{ service: 'git_operations' }, { service: 'component_xc2' }],
    });
    const git = first?.impacts.filter(({ service }) => service === 'git_operations') ?? [];
    const shown = git.map(({ severity, intervals }) => [
      severity,
      intervals.map(({ from, until }) => [time(from), time(until)]),
    ]);
    expect(shown).toEqual([
      ['down', [['2022-10-15T07:00:00.000Z', '2022-10-15T09:00:00.000Z']]],
      ['degraded', [['2022-10-15T06:00:00.000Z', '2022-10-15T07:00:00.000Z']]],
    ]);
  });

  it('takes the whole incident for a component that no update names', () => {
    const read = readStatuspage({ page, incidents: [incident] });
    const mail = (read.ok ? read.value[0]?.impacts : [])?.find(
      ({ service }) => service === 'component_xc2',
    );
    expect(mail).toMatchObject({ severity: 'down' });
    expect(mail?.intervals.map(({ from, until }) => [time(from), time(until)])).toEqual([
      ['2022-10-15T05:50:00.000Z', '2022-10-15T10:00:00.000Z'],
    ]);
  });

  it('leaves the end open while the incident is', () => {
    const open = {
      ...incident,
      resolved_at: null,
      incident_updates: [update('06:00', 'major_outage')],
    };
    const read = readStatuspage({ page, incidents: [open] });
    const [impact] = read.ok ? (read.value[0]?.impacts ?? []) : [];
    expect(impact?.intervals[0]?.until).toBeUndefined();
  });

  it('gives the same ids each time', () => {
    const ids = [1, 2].map(() => {
      const read = readStatuspage({ page, incidents: [incident] });
      return read.ok ? read.value[0]?.opening.id : undefined;
    });
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids[0]).toBe(ids[1]);
  });

  it.each([
    [{}, '/page'],
    [{ page, incidents: [{ ...incident, created_at: 'yesterday' }] }, '/incidents/0/created_at'],
    [
      { page, incidents: [{ ...incident, resolved_at: '2022-10-15T05:00:00Z' }] },
      '/incidents/0/resolved_at',
    ],
  ])('names the place that is off: %#', (document, place) => {
    const read = readStatuspage(document);
    const findings = read.ok ? [] : read.refusal.findings;
    expect(findings.map((finding) => finding.place)).toContain(place);
  });
});

const alert = (change: object = {}) => ({
  status: 'firing',
  labels: { alertname: 'SendFails', service: 'mail', severity: 'critical' },
  annotations: { summary: 'Mail is not sent' },
  startsAt: '2022-10-15T06:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  fingerprint: 'aa11',
  ...change,
});
const group = (alerts: readonly object[], status = 'firing') => ({
  version: '4',
  groupKey: '{}:{alertname="SendFails"}',
  status,
  commonLabels: { alertname: 'SendFails' },
  externalURL: 'http://alerts.example',
  alerts,
});

describe('reading a webhook of Alertmanager', () => {
  it('joins alerts about the same thing; it runs while one of them fires', () => {
    const ended = { status: 'resolved', endsAt: '2022-10-15T07:00:00Z' };
    const read = readAlertGroup(
      group([
        alert(ended),
        alert({
          ...ended,
          fingerprint: 'bb22',
          startsAt: '2022-10-15T06:30:00Z',
          endsAt: '2022-10-15T08:00:00Z',
        }),
        alert({ fingerprint: 'cc33', startsAt: '2022-10-15T09:00:00Z' }),
        alert({ fingerprint: 'dd44', labels: { alertname: 'Slow', service: 'mail' } }),
      ]),
    );
    const impacts = read.ok ? impactsOfAlerts(read.value.alerts) : [];
    expect(impacts.map(({ function: of, severity }) => [of, severity])).toEqual([
      ['sendfails', 'down'],
      ['slow', 'degraded'],
    ]);
    expect(impacts[0]?.intervals.map(({ from, until }) => [time(from), time(until)])).toEqual([
      ['2022-10-15T06:00:00.000Z', '2022-10-15T08:00:00.000Z'],
      ['2022-10-15T09:00:00.000Z', undefined],
    ]);
    expect(impacts[0]?.reason).toContain('aa11, bb22, cc33');
  });

  it.each([
    [{ ...group([]), version: '3' }, '/version'],
    [group([alert({ fingerprint: 'no hex' })]), '/alerts/0/fingerprint'],
    [group([alert({ startsAt: '06:00' })]), '/alerts/0/startsAt'],
    [group([alert({ status: 'resolved', endsAt: '2022-10-15T05:00:00Z' })]), '/alerts/0/endsAt'],
    ['text', '/'],
  ])('names the place that is off: %#', (document, place) => {
    const read = readAlertGroup(document);
    expect((read.ok ? [] : read.refusal.findings).map((one) => one.place)).toContain(place);
  });
});

const head = 'service,function,severity,from,until\n';
const line = 'mail,send,down,2022-10-15T06:00:00Z,2022-10-15T07:00:00Z\n';

describe('reading a file of impacts', () => {
  it('makes one statement of the rows about the same thing', () => {
    const later = 'mail,send,down,2022-10-15T08:00:00Z,2022-10-15T09:00:00Z\n';
    const read = readImpactFile(
      `${head}${later}${line}mail,read,degraded,2022-10-15T06:00:00Z,\n`,
      now,
    );
    expect(read).toMatchObject({ ok: true });
    const impacts = read.ok ? read.value.impacts : [];
    expect(impacts.map(({ function: of, intervals }) => [of, intervals.length])).toEqual([
      ['send', 2],
      ['read', 1],
    ]);
  });

  it.each([
    ['service,function,severity\nmail,send,down\n', 'line 1, from', 'no such column'],
    [`${head.trim()},colour\n${line.trim()},red\n`, 'line 1, colour', 'an unknown column'],
    [`${head}Mail,send,down,2022-10-15T06:00:00Z,\n`, 'line 2, service', 'Mail'],
    [`${head}mail,send,broken,2022-10-15T06:00:00Z,\n`, 'line 2, severity', 'broken'],
    [`${head}${line}mail,send,down,yesterday,\n`, 'line 3, from', 'yesterday'],
    [
      `${head}mail,send,down,2022-10-15T06:00:00Z,2022-10-15T06:00:00Z\n`,
      'line 2, until',
      '2022-10-15T06:00:00Z',
    ],
    [`${head}mail,send,down,2022-10-22T06:00:00Z,\n`, 'line 2, from', '2022-10-22T06:00:00Z'],
    [`${head}${line}mail,send,down,2022-10-15T06:59:59Z,\n`, 'line 3, from', 'an overlap'],
    [`${head}"mail,send\n`, 'line 2, file', 'Quote Not Closed'],
    ['', 'line 1, file', '0 rows'],
  ])('says by line and column what is off: %#', (text, place, found) => {
    const read = readImpactFile(text, now);
    const findings = read.ok ? [] : read.refusal.findings;
    expect(findings.map((one) => one.place)).toContain(place);
    expect(findings.find((one) => one.place === place)?.found).toContain(found);
  });
});

describe('a webhook that comes in', () => {
  const secret = `whsec_${Buffer.alloc(24, 3).toString('base64')}`;
  const body = '{"version":"4"}';
  const seconds = Math.floor(now / 1000);
  const signed = (at = seconds, text = body) => ({
    'webhook-id': 'm1',
    'webhook-timestamp': String(at),
    'webhook-signature': new Webhook(secret).sign('m1', new Date(at * 1000), text),
  });
  const check = (headers: Record<string, string>, known: string | undefined = secret) =>
    verifyHook(known, { header: (name) => headers[name], body, now });

  it('signed by the published library of Standard Webhooks is let in', () => {
    expect(check(signed())).toEqual({ ok: true, value: null });
    expect(check({ authorization: `Bearer ${secret}` })).toEqual({ ok: true, value: null });
  });

  it('is let in by one right signature among several, as while a secret is changed', () => {
    const headers = signed();
    const both = `v1,${'A'.repeat(43)}= ${headers['webhook-signature']}`;
    expect(check({ ...headers, 'webhook-signature': both })).toMatchObject({ ok: true });
  });

  const otherKey = createHmac('sha256', 'x').update('y').digest('base64');
  it.each([
    ['no secret is set', signed(), 'hook_not_set_up', undefined],
    ['nothing is signed', {}, 'hook_unsigned', secret],
    ['the time is early', signed(seconds + 301), 'hook_out_of_time', secret],
    ['the time is late', signed(seconds - 301), 'hook_out_of_time', secret],
    ['the time is none', { ...signed(), 'webhook-timestamp': 'now' }, 'hook_out_of_time', secret],
    ['the body is another', signed(seconds, '{}'), 'hook_signature_wrong', secret],
    [
      'the signature is another',
      { ...signed(), 'webhook-signature': `v1,${otherKey}` },
      'hook_signature_wrong',
      secret,
    ],
    [
      'the token is another',
      { authorization: 'Bearer whsec_other' },
      'hook_signature_wrong',
      secret,
    ],
  ] as const)('is refused when %s', (_why, headers, code, known) => {
    expect(
      verifyHook(known, { header: (name) => ({ ...headers })[name as never], body, now }),
    ).toMatchObject({
      ok: false,
      refusal: { code },
    });
  });

  it('is let in at the edge of the tolerance', () => {
    expect(check(signed(seconds + 300)).ok).toBe(true);
    expect(check(signed(seconds - 300)).ok).toBe(true);
  });
});
