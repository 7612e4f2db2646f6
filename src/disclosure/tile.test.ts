import fc, { integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderLeaf } from './leaf.ts';
import { parseTilePath, renderEntryBundle, renderTileIndex, tileNodes } from './tile.ts';

describe('a tile path', () => {
  it('is read as the standard writes it', () => {
    expect(parseTilePath('0/x001/x234/067')).toEqual({ level: 0, index: 1_234_067, width: 256 });
    expect(parseTilePath('entries/000.p/8')).toEqual({ level: 'entries', index: 0, width: 8 });
  });

  it('is read back for every index', () => {
    fc.assert(
      property(integer({ min: 0, max: 10 ** 12 }), (index) => {
        expect(parseTilePath(`3/${renderTileIndex(index)}`)?.index).toBe(index);
      }),
    );
  });

  it.each([
    '0/0',
    '0/x000/001',
    '64/000',
    '00/000',
    '0/000.p/0',
    '0/000.p/256',
    '0/000.p/08',
    '0/000/',
    '-1/000',
    'entries/../000',
    '0/x001/234/067',
  ])('%s is refused', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});

describe('a tile', () => {
  it('is there only when the tree has all its hashes', () => {
    expect(tileNodes({ level: 1, index: 0, width: 2 }, 511)).toBeUndefined();
    expect(tileNodes({ level: 1, index: 0, width: 2 }, 512)).toEqual([
      { level: 8, index: 0 },
      { level: 8, index: 1 },
    ]);
  });

  it('of entries has each after its length', () => {
    const bundle = renderEntryBundle([Uint8Array.of(9), new Uint8Array(258)]);
    expect([...bundle.slice(0, 5)]).toEqual([0, 1, 9, 1, 2]);
    expect(bundle).toHaveLength(3 + 260);
  });
});

describe('a leaf', () => {
  it('holds the allowed fields in canonical order, and nothing else', () => {
    const payload = { runId: 'r', digest: 'd', count: 5, payee: 'Kim', totalMinor: '90' };
    expect(new TextDecoder().decode(renderLeaf('payout_run_sent', payload))).toBe(
      '{"count":5,"digest":"d","kind":"payout_run_sent","runId":"r","totalMinor":"90"}',
    );
  });

  it('says nothing of count and sum of a run with so few payments that they tell of a person', () => {
    const payload = { runId: 'r', digest: 'd', count: 4, currency: 'KRW', totalMinor: '90' };
    expect(new TextDecoder().decode(renderLeaf('payout_run_sent', payload))).toBe(
      '{"digest":"d","kind":"payout_run_sent","runId":"r"}',
    );
  });

  it('has a commitment where a determination has totals, whatever the event carries', () => {
    const hashes = { policyHash: 'p', populationHash: 'q', awardsHash: 'a' };
    const totals = [{ clause: '§2', name: null, partyCount: 1, amountMinor: '90' }];
    const payload = { runId: 'r', ...hashes, totals, totalsCommitment: 'c' };
    expect(new TextDecoder().decode(renderLeaf('determination_run_approved', payload))).toBe(
      '{"awardsHash":"a","kind":"determination_run_approved","policyHash":"p",' +
        '"populationHash":"q","runId":"r","totalsCommitment":"c"}',
    );
  });

  it('without a required field, or with one of another shape, is a fault', () => {
    expect(() => renderLeaf('claim_submitted', {})).toThrow('required');
    expect(() => renderLeaf('claim_submitted', { commitment: ['x'] })).toThrow('shape');
    expect(() => renderLeaf('claim_submitted', 'text')).toThrow('object');
  });
});
