import { expect, it } from 'vitest';
import {
  areFirstWordsWhole,
  emptyDraft,
  fillDraft,
  listNeeded,
  toBody,
  toFirstEntry,
} from './opening-draft.ts';

const titles = { ko: '가', en: 'A' };
const template = {
  ...{ id: 'power', titles, severity: 'sev1', phase: null, incidentTitles: titles },
  zone: 'Europe/Berlin',
  parties: [{ code: 'company', titles }],
  functions: [{ service: 'talk', function: 'send', titles }],
  sources: ['https://status.example.org'],
  firstWords: { ko: '확인하고 있습니다.', en: 'We are looking into it.' },
};
const timed = { slug: 'power-1', at: '2026-11-01T10:00' };

it('fills the fields as the template says, and the rest stays as typed', () => {
  const filled = fillDraft({ ...emptyDraft, ...timed, phase: 'identified' }, template);
  expect(filled).toMatchObject({ ...timed, severity: 'sev1', phase: 'identified', ko: '가' });
  const body = toBody(filled);
  expect(body).toEqual({
    ...{ slug: 'power-1', titles, zone: 'Europe/Berlin', openedAt: '2026-11-01T09:00:00.000Z' },
    parties: template.parties,
    functions: template.functions,
    sources: [{ number: 1, address: 'https://status.example.org' }],
  });
  expect(body && toFirstEntry(filled, body)).toMatchObject({
    ...{ text: template.firstWords, statedBy: 'company', sources: [1], visibility: 'public' },
  });
});

it('names what is still needed, in the order of the page', () => {
  expect(listNeeded(emptyDraft)).toEqual([
    ...['titleKo', 'titleEn', 'slug', 'openedAt', 'parties', 'functions'],
  ]);
  const filled = fillDraft({ ...emptyDraft, ...timed }, template);
  expect(listNeeded(filled)).toEqual([]);
  const wrong = { ...filled, zone: 'Asia/Nowhere', functions: 'talk', wordsEn: '' };
  expect(listNeeded(wrong)).toEqual(['zone', 'functions', 'firstWords']);
  expect(toBody(wrong)).toBeUndefined();
});

it('takes first words only in both languages and with a source', () => {
  const filled = fillDraft({ ...emptyDraft, ...timed }, template);
  expect(areFirstWordsWhole({ ...filled, wordsEn: ' ' })).toBe(false);
  expect(toBody({ ...filled, sources: '' })).toBeUndefined();
  const silent = { ...filled, wordsKo: '', wordsEn: '', sources: '' };
  const body = toBody(silent);
  expect(body).toBeDefined();
  expect(body && toFirstEntry(silent, body)).toBeUndefined();
});
