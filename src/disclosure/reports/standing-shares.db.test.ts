import { expect, it } from 'vitest';
import { openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { openIncident, recordFinding, setResponsibility } from '../../incident/index.ts';
import { rational } from '../../kernel/index.ts';
import { prepareReport } from './report-commands.ts';
import { parseReportDocument } from './report-document.ts';
import { loadReportDraft } from './report-queries.ts';

const titles = { ko: '가', en: 'a' };

it('a report tells the shares that stand, of the whole and of each cause, and what they rest on', async () => {
  const platform = await openTestPlatform();
  const staff = staffContext(platform, 'investigator');
  const incidentId = staff.newId();
  const opened = await openIncident(staff, {
    ...{ id: incidentId, slug: 'shared', titles, zone: 'Asia/Seoul', openedAt: staff.now },
    parties: ['us', 'them'].map((code) => ({ code, titles })),
    sources: [{ number: 1, address: 'https://a.example' }],
    functions: [{ service: 'talk', function: 'send', titles }],
  });
  expect(opened.ok).toBe(true);
  const findingId = staff.newId();
  const cause = { ko: '화재', en: 'The fire' };
  const found = await recordFinding(staff, {
    ...{ id: findingId, incidentId, layer: 'facility', text: cause, statedBy: 'us' },
    ...{ sources: [1], contests: [] },
  });
  expect(found.ok).toBe(true);
  const state = async (reason: string, own: bigint, about: { findingId?: string } = {}) => {
    const stated = await setResponsibility(staff, {
      ...{ id: staff.newId(), incidentId, statedBy: 'us', isAssumed: false, sources: [1] },
      ...{ reason: { ko: reason, en: reason }, recourse: [], ...about },
      shares: [
        { kind: 'own', share: rational(own, 10n) },
        { kind: 'supplier', party: 'them', share: rational(10n - own, 10n) },
      ],
    });
    expect(stated).toMatchObject({ ok: true });
  };
  await state('first said', 9n);
  await state('of the fire', 1n, { findingId });
  await state('said since', 6n);

  const drafted = await prepareReport(staff, { incidentId, text: { ko: {}, en: {} } });
  expect(drafted).toMatchObject({ ok: true });
  const draft = await staff.read((tx) => loadReportDraft(tx, drafted.ok ? drafted.value.id : ''));
  const document = parseReportDocument(draft?.document ?? '{}');
  expect(document?.responsibilities).toEqual([
    expect.objectContaining({ reason: { ko: 'of the fire', en: 'of the fire' }, cause }),
    expect.objectContaining({ reason: { ko: 'said since', en: 'said since' }, sources: [1] }),
  ]);
  expect(document?.responsibilities[1]).not.toHaveProperty('cause');
});
