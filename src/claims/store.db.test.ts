import { beforeAll, expect, it } from 'vitest';
import { plainClaim } from '../../test/support/plain-claim.ts';
import { claimantContext, systemContext } from '../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../test/support/review-bench.ts';
import { sql } from '../platform/index.ts';
import { type SubmitClaimInput, submitClaims } from './index.ts';
import { openPersonal, type SealedSaid } from './privacy/sealed-claim.ts';

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

interface StoredRow extends SealedSaid {
  readonly contentHash: string;
  readonly salt: string;
  readonly commitment: string;
}

it('keeps the bytes of each claim of a batch, of those who say nothing too', async () => {
  const { platform, incidentId } = bench;
  const names = [undefined, '가게 주인', undefined, undefined, 'Ada'];
  const inputs = names.map((name): SubmitClaimInput => {
    const said = name === undefined ? {} : { personal: { name } };
    const claimId = bench.newId();
    return {
      ...plainClaim,
      ...said,
      claimId,
      incidentId,
      channel: 'api',
      answers: {},
      evidence: [],
    };
  });
  const outcomes = await submitClaims(claimantContext(platform), inputs);
  const { rows } = await sql<StoredRow>`
    select encode(content_hash, 'base64') as "contentHash", encode(salt, 'base64') as salt,
      encode(commitment, 'base64') as commitment, personal, key_salt
    from unnest(${inputs.map(({ claimId }) => claimId)}::uuid[]) with ordinality as sent(id, place)
    join claims.claim c using (id) order by place`.execute(platform.db);
  expect(rows).toHaveLength(inputs.length);
  for (const [index, { contentHash, salt, commitment, ...sealed }] of rows.entries()) {
    const outcome = outcomes[index];
    const receipt = outcome?.ok === true ? outcome.value.receipt : undefined;
    expect(receipt).toMatchObject({ contentHash, salt, commitment });
    expect(openPersonal(systemContext(platform), sealed)?.name).toBe(names[index]);
  }
});
