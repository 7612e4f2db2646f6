import { describe, expect, it } from 'vitest';
import { type Instant, parseInstant } from '../../kernel/index.ts';
import { judgeBackup } from './inspect-backup.ts';
import { judgeClock } from './inspect-database.ts';
import { judgeAddress, judgeDisk, judgeMemory, judgeNode } from './inspect-machine.ts';

const gib = 2 ** 30;

describe('the doctor', () => {
  it.each([
    ['v18.20.0', 'bad'],
    ['v20.18.9', 'bad'],
    ['v20.19.0', 'good'],
    ['v24.1.0', 'good'],
  ])('finds Node %s %s', (version, verdict) => {
    expect(judgeNode(version)).toMatchObject({ verdict });
  });

  it('recommends Node 24 to older ones only', () => {
    expect(judgeNode('v20.19.0').detail).toContain('Node 24 is recommended');
    expect(judgeNode('v24.0.0').detail).toBe('v24.0.0');
  });

  it('tells that links lead only to where the server listens', () => {
    const publicUrl = 'http://127.0.0.1:8022';
    expect(judgeAddress({ publicUrl, isPublicUrlSet: true }).verdict).toBe('good');
    expect(judgeAddress({ publicUrl, isPublicUrlSet: false })).toMatchObject({
      verdict: 'warning',
      detail: expect.stringContaining(publicUrl),
      mend: expect.stringContaining('AMENDS_PUBLIC_URL'),
    });
  });

  it.each([
    [2 * gib - 1, 'warning'],
    [2 * gib, 'good'],
  ])('finds %d bytes of memory: %s', (availableBytes, verdict) => {
    expect(judgeMemory({ totalBytes: 8 * gib, availableBytes })).toMatchObject({ verdict });
  });

  it.each([
    [0, 'bad'],
    [2 * gib - 1, 'bad'],
    [2 * gib, 'good'],
  ])('finds %d free bytes of disk: %s', (freeBytes, verdict) => {
    expect(judgeDisk(freeBytes)).toMatchObject({ verdict });
  });

  it.each([
    ['2025-12-31T23:59:59Z', 0, 'bad'],
    ['2026-01-01T00:00:00Z', 0, 'good'],
    ['2026-06-01T00:00:00Z', 5_000, 'good'],
    ['2026-06-01T00:00:00Z', 5_001, 'bad'],
    ['2026-06-01T00:00:00Z', -5_001, 'bad'],
  ])('finds the clock %s, %d ms from the database: %s', (text, apartMs, verdict) => {
    const ownMs = Date.parse(text);
    expect(judgeClock({ ownMs, databaseMs: ownMs + apartMs })).toMatchObject({ verdict });
  });

  it.each([
    ['2026-11-27T10:00:00Z', 'good'],
    ['2026-11-27T09:59:59Z', 'bad'],
    [undefined, 'bad'],
  ])('finds a last good backup of %s, 14 hours before midnight: %s', (text, verdict) => {
    const at = (instant: string) => parseInstant(instant) as Instant;
    const last = text === undefined ? undefined : at(text);
    const schedule = { markFile: '/marks/last', lateHours: 14 };
    expect(judgeBackup(schedule, { last, now: at('2026-11-28T00:00:00Z') })).toMatchObject({
      verdict,
      ...(verdict === 'bad' ? { mend: expect.stringContaining('/marks/last') } : {}),
    });
  });

  it('says how to mend everything it does not find good', () => {
    const findings = [
      judgeNode('v18.0.0'),
      judgeMemory({ totalBytes: gib, availableBytes: 1 }),
      judgeDisk(1),
      judgeClock({ ownMs: 0, databaseMs: 0 }),
    ];
    for (const { mend } of findings) expect(mend).toMatch(/\S/);
  });
});
