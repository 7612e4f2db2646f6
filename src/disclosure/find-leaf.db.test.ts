import { expect, it } from 'vitest';
import { openTestPlatform, systemContext } from '../../test/support/platform.ts';
import { sha256, sql } from '../platform/index.ts';
import { findLeaf } from './queries.ts';

const leafCount = 140_000;

it('finds a leaf in every stretch of a log, the earliest place of one that is there twice', async () => {
  const platform = await openTestPlatform();
  // The last leaf has the bytes of an earlier one.
  await sql`insert into disclosure.entry
      (index, kind, data, leaf_hash, subject, source_event_id, recorded_at)
    select i, 'claim_submitted', data, sha256(data), 'filled', i + 1, now()
    from generate_series(0, ${leafCount - 1}::bigint) as i, lateral (select convert_to(
      'leaf ' || case when i = ${leafCount - 1}::bigint then 70000 else i end, 'UTF8') as data) as made`.execute(
    platform.db,
  );
  await sql`update disclosure.head set size = ${leafCount}`.execute(platform.db);
  const indexOf = async (leaf: string) =>
    (await systemContext(platform).read((tx) => findLeaf(tx, sha256(leaf))))?.index;
  for (const index of [0, 65_535, 65_536, 70_000, 131_072, leafCount - 2]) {
    expect(await indexOf(`leaf ${index}`)).toBe(index);
  }
  expect(await indexOf(`leaf ${leafCount - 1}`)).toBeUndefined();
});
