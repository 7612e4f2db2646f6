import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProjectDir } from '../../platform/index.ts';
import { readOpenPsa } from '../open-psa/index.ts';
import { findCutSets } from './find-cut-sets.ts';

// The trees are CC BY-SA 4.0 and are not part of this project; they are read where they lie beside it.
const folder = join(findProjectDir(), '..', 'shared', 'data', 'aralia');
const isHere = existsSync(folder);

/**
 * Name, all minimal cut sets, those up to order 1, 2, 3 and 4, and P(top).
 *
 * @source continuity specification, section 6.2 (aralia-fault-tree-dataset, recomputed, errata in 6.3)
 */
const TABLE = `
baobab1   46188         0    1     2       72      1.01708E-04
baobab2   4805          0    6     127     395     7.13018E-04
cea9601   130281976     0    0     1144    54436   1.48409E-03
chinese   392           0    12    12      36      1.17058E-03
das9201   14217         0    82    9822    12703   1.34237E-02
das9202   27778         1    2     18      130     1.01154E-02
das9203   16200         0    7     735     4320    1.34880E-03
das9204   16704         0    0     0       0       2.16942E-11
das9205   17280         0    0     0       0       1.38408E-08
das9206   19518         25   121   748     9075    2.29687E-01
das9207   25988         32   1277  12082   25988   3.46696E-01
das9209   82000000000   0    0     0       0       1.05800E-13
das9601   4259          0    47    127     446     4.23440E-03
edf9201   579720        25   1692  38296   346696  3.24591E-01
edf9203   20807446      37   8368  327178  1873598 5.99589E-01
edf9206   7159688704    0    0     0       0       8.61500E-12
ftr10     305           57   300   305     305     4.48677E-01
isp9601   276785        1    588   688     773     5.71245E-02
isp9602   5197647       1    78    288     4261    1.72447E-02
isp9604   746574        8    609   47232   229045  1.42751E-01
isp9605   5630          0    0     13      101     1.37171E-05
isp9606   1776          4    167   1103    1775    5.43174E-02
isp9607   150436        0    0     0       100     9.49510E-07
jbd9601   14007         111  4040  5063    8001    7.55091E-01
`;

const rows = TABLE.trim()
  .split('\n')
  .map((line) => line.split(/\s+/) as [string, ...string[]]);

function openTree(name: string) {
  const read = readOpenPsa(readFileSync(join(folder, `${name}.xml`), 'utf8'), { file: name });
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value.tree;
}

const upTo = (byOrder: readonly bigint[], order: number): string =>
  String(byOrder.slice(0, order + 1).reduce((sum, count) => sum + count, 0n));

function compareTrees(): void {
  for (const [name, count, first, second, third, fourth, chance] of rows) {
    it(`${name}: ${count} minimal cut sets, P ${chance}`, () => {
      const found = findCutSets(openTree(name));
      const { byOrder } = found;
      expect(found.truncatedAt).toBeUndefined();
      expect(String(found.count)).toBe(count);
      const cumulated = [1, 2, 3, 4].map((order) => upTo(byOrder, order));
      expect(cumulated).toEqual([first, second, third, fourth]);
      const digits = found.topProbability?.toExponential(5);
      expect(Number(digits)).toBe(Number(chance));
    });
  }

  it('give the distributions that another program publishes', () => {
    const orders = (name: string) => findCutSets(openTree(name)).byOrder.slice(1).map(Number);
    expect(orders('baobab1')).toEqual([0, 1, 1, 70, 400, 2212, 14748, 8460, 10624, 6600, 3072]);
    expect(orders('baobab2')).toEqual([0, 6, 121, 268, 630, 3780]);
    expect(orders('chinese')).toEqual([0, 12, 0, 24, 188, 168]);
    expect(orders('cea9601').slice(0, 4)).toEqual([0, 0, 1144, 53292]);
    expect(upTo(findCutSets(openTree('edf9206')).byOrder, 20)).toBe('385825320');
  });

  it.each([
    ['cea9601', 300_000, 3],
    ['edf9203', 300_000, 4],
    ['das9601', 300_000, 4],
    ['das9601', 100_000, 2],
    ['jbd9601', 20_000, 4],
    ['edf9201', 3_000, 1],
  ])('%s: with %d nodes the diagram does not fit; order ≤ %d is exact all the same', (name, nodesMax, order) => {
    const found = findCutSets(openTree(name), { orderMax: 4, nodesMax });
    const row = rows.find(([known]) => known === name) as string[];
    expect(found.truncatedAt).toBe(order);
    expect(found.truncatedBy).toBe(order === 4 ? 'order' : 'nodes');
    expect(String(found.count)).toBe(row[1 + order]);
  });
}

function sayAbsent(): void {
  it(`are not in ${folder}: nothing is compared with them here`, () => {
    expect(isHere).toBe(false);
  });
}

describe('the Aralia fault trees', isHere ? compareTrees : sayAbsent);
