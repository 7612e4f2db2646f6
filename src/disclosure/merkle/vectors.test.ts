import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyConsistency } from './verify-consistency.ts';
import { verifyInclusion } from './verify-inclusion.ts';

const folder = join(import.meta.dirname, '../../../../shared/data/merkle-vectors/testdata');
const isPresent = existsSync(folder);

interface Case {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

function bytes(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function readCases(kind: 'inclusion' | 'consistency'): readonly (readonly [string, Case])[] {
  if (!isPresent) return [];
  return readdirSync(join(folder, kind), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name, JSON.parse(readFileSync(join(folder, kind, name), 'utf8')) as Case]);
}

const inclusion = readCases('inclusion');
const consistency = readCases('consistency');

describe.runIf(isPresent)('the vectors of transparency-dev/merkle', () => {
  it('are 196, of which 12 verify and 184 are refused', () => {
    const cases = [...inclusion, ...consistency];
    expect(cases).toHaveLength(196);
    expect(cases.filter(([, { wantErr }]) => wantErr)).toHaveLength(184);
  });

  it.each(inclusion)('inclusion %s ends as the vector says', (_name, vector) => {
    const outcome = verifyInclusion({
      leafHash: bytes(vector.leafHash),
      leafIndex: vector.leafIdx,
      treeSize: vector.treeSize,
      root: bytes(vector.root),
      proof: (vector.proof ?? []).map(bytes),
    });
    expect(outcome.ok).toBe(!vector.wantErr);
  });

  it.each(consistency)('consistency %s ends as the vector says', (_name, vector) => {
    const outcome = verifyConsistency({
      firstSize: vector.size1,
      secondSize: vector.size2,
      firstRoot: bytes(vector.root1),
      secondRoot: bytes(vector.root2),
      proof: (vector.proof ?? []).map(bytes),
    });
    expect(outcome.ok).toBe(!vector.wantErr);
  });
});

describe.runIf(!isPresent)('the vectors of transparency-dev/merkle', () => {
  it('data absent: ../shared/data/merkle-vectors is not beside this project, 196 cases not run', () => {
    expect(existsSync(folder)).toBe(false);
  });
});
