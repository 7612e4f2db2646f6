import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProjectDir } from '../src/platform/index.ts';

// Which test shows what is expected under each attack. A test that is renamed or taken away without
// another in its place fails here.

const rows: Readonly<Record<string, readonly (readonly [file: string, title: string])[]>> = {
  A01: [
    [
      'test/access/access.db.test.ts',
      'every route is declared, and every declared route is served',
    ],
    ['test/access/access.db.test.ts', 'is answered with a token of their own as if the claim were'],
    ['src/claims/attacks.db.test.ts', 'another’s claim (A01)'],
    ['src/claims/attacks.db.test.ts', 'is in the audit when its token is wrong'],
  ],
  A02: [
    ['src/claims/lookup/lookup.db.test.ts', 'numbers that are tried out (A02, A44)'],
    ['src/claims/lookup/lookup.db.test.ts', 'wait, from however many addresses'],
    ['src/claims/lookup/lookup.db.test.ts', 'are so many in a minute for everybody together'],
    ['src/claims/lookup/limit-lookup.test.ts', 'the wait after failed look-ups'],
  ],
  // One installation is one company's; what crosses is one claim's document under another's address.
  A03: [['src/claims/routes.db.test.ts', 'gives its documents as files only, and each download']],
  A04: [
    ['test/access/access.db.test.ts', 'passes where the rule says so, and nowhere else'],
    ['src/claims/attacks.db.test.ts', 'what is for others to do (A04)'],
  ],
  A05: [
    ['src/claims/commands.db.test.ts', 'cannot approve its own decision even past the commands'],
    ['src/claims/review/own-claim.db.test.ts', 'does not decide it, and does not approve what'],
    ['src/claims/review/own-claim.db.test.ts', 'is refused by the database, whatever the program'],
    [
      'src/claims/appeals/redecision.db.test.ts',
      'decides alike claims again in one run of two people',
    ],
    ['src/claims/review/many/many.db.test.ts', 'comes before approval, by somebody else than'],
  ],
  A06: [
    ['src/claims/claim.test.ts', 'cannot be submitted twice, nor approved before it is decided'],
    ['src/claims/claim.test.ts', 'every event in every state'],
    ['src/claims/attacks-order.db.test.ts', 'steps out of order (A06)'],
    ['src/settlement/payouts/payout.test.ts', 'has a row for every state'],
  ],
  A07: [
    ['src/claims/attacks.db.test.ts', 'members that nobody asked for (A07)'],
    ['src/web/portal/attacks.db.test.ts', 'more than was asked (A07, A09)'],
    ['test/access/shapes.db.test.ts', 'refused by every object of a body about claims'],
    ['test/access/shapes.db.test.ts', 'whichever column of the database they name'],
    ['src/claims/attacks.db.test.ts', 'a member named twice is refused at its place'],
  ],
  A08: [
    ['src/claims/routes.db.test.ts', 'hides who it is about from whoever may not read that'],
    ['test/access/fields.db.test.ts', 'are what is kept in the file, for every role'],
    ['test/access/fields.db.test.ts', 'is neither sorted nor filtered by what it does not show'],
  ],
  A09: [['src/claims/attacks.db.test.ts', 'parameters twice and of other shapes (A09)']],
  A10: [
    ['src/web/portal/attacks.db.test.ts', 'addresses that are not there (A10, A11)'],
    ['test/access/paths.db.test.ts', 'an address spelled otherwise (A10)'],
  ],
  A11: [
    ['src/web/portal/attacks.db.test.ts', 'addresses that are not there (A10, A11)'],
    ['test/access/paths.db.test.ts', 'what is not there (A11)'],
  ],
  A22: [
    ['src/web/portal/attacks.db.test.ts', 'text that would run (A22)'],
    ['test/journeys/hostile-text.test.ts', 'are texts for staff'],
    ['test/journeys/hostile-text.test.ts', 'hinder no page of the menu'],
    ['test/journeys/hostile-text.test.ts', 'cannot become markup or a program'],
    ['test/journeys/hostile-text.test.ts', 'are texts for the claimant'],
    ['test/journeys/hostile-text.test.ts', 'are texts on the pages of the form'],
  ],
  A23: [
    ['src/claims/bulk/import.db.test.ts', 'no cell beginning a formula'],
    ['src/settlement/rails/files/formats.test.ts', 'keeps a formula a text'],
    ['src/settlement/rails/files/formats.test.ts', 'is written as XLSX whose cells are texts'],
    ['src/platform/http/spreadsheet-cell.test.ts', 'is read back as it was, whatever it was'],
    ['src/platform/http/spreadsheet-cell.test.ts', 'is a number when it is one'],
  ],
  A24: [
    ['src/platform/outside/outside.test.ts', 'puts no second recipient or header into a message'],
    ['src/settlement/news/mail-text.db.test.ts', 'and of nothing that was written'],
  ],
  A25: [['src/claims/attacks.db.test.ts', 'words that would be lines of the log (A25)']],
  A26: [['src/claims/sales/read-sales.test.ts', 'asks nothing of the outside']],
  A30: [
    ['src/web/portal/attacks.db.test.ts', 'long and twisted input (A30, A31)'],
    ['src/claims/sales/read-sales.test.ts', 'of 100 kB is read to its end'],
    ['src/policy/long-text.test.ts', '(A30)'],
    ['src/platform/outside/inside-hosts.test.ts', 'are read to their end (A30)'],
    ['src/continuity/models/read-model.test.ts', '(A30)'],
    ['src/continuity/import/sources/env-file.test.ts', 'are read to their end (A30)'],
    ['src/web/portal/parse-answer.test.ts', '(A30)'],
  ],
  A31: [
    ['src/web/portal/attacks.db.test.ts', 'long and twisted input (A30, A31)'],
    ['src/continuity/import/sources/env-file.test.ts', 'no longer than a value may be (A31)'],
  ],
  A32: [['src/claims/attacks.db.test.ts', 'names that would be commands (A32)']],
  A33: [
    ['src/claims/sales/read-sales.test.ts', 'an external entity is not read'],
    ['src/continuity/open-psa/read-open-psa.test.ts', 'an entity bomb'],
  ],
  A34: [
    ['src/claims/attacks.db.test.ts', 'JSON that is none, or too much (A34)'],
    ['src/platform/http/repeated-name.test.ts', 'a member named twice'],
  ],
  A35: [['src/claims/attacks.db.test.ts', 'addresses of elsewhere (A35)']],
  A38: [
    ['src/claims/evidence/examine-document.test.ts', 'the type of a document'],
    ['src/claims/evidence/strip-pdf.test.ts', 'does nothing when it is opened (A38)'],
  ],
  A39: [
    ['src/claims/evidence/strip-pdf.test.ts', 'little of it is opened (A39)'],
    ['src/claims/attacks.db.test.ts', 'bodies that are too large (A39, A53)'],
    ['src/claims/evidence/examine-document.test.ts', 'far larger inside than outside'],
  ],
  A40: [
    ['src/claims/evidence/strip-pdf.test.ts', '(A40)'],
    ['src/claims/evidence/examine-document.test.ts', 'what staff see'],
  ],
  A41: [
    ['src/claims/evidence/swap.db.test.ts', 'exchanged while the scanner looks at it'],
    ['src/claims/evidence/swap.db.test.ts', 'that is exchanged after it was taken is not filed'],
    ['src/web/portal/evidence/evidence.db.test.ts', 'the virus scanner'],
  ],
  A42: [
    ['src/claims/submit-claim.test.ts', 'claim_id_reused'],
    ['src/claims/attacks-order.db.test.ts', 'an id that was used (A42)'],
    ['src/claims/review/desk/desk.db.test.ts', 'masks nothing else under an id that was used'],
  ],
  A43: [['src/claims/filing/filing.db.test.ts', 'a ticket that does not count']],
  A44: [
    ['src/claims/lookup/lookup.db.test.ts', 'take the same steps and answer alike'],
    ['src/claims/lookup/lookup.db.test.ts', 'take the same steps from an address that counts'],
  ],
  A45: [
    [
      'src/claims/commands.db.test.ts',
      'records the same claim sent at once on many connections only',
    ],
    ['src/claims/attacks-order.db.test.ts', 'two at the same moment (A45)'],
  ],
  A46: [
    ['src/claims/clusters/cluster.db.test.ts', 'claims that are alike'],
    ['src/claims/clusters/cluster.db.test.ts', 'are found when it is saved anew or cut'],
    ['src/claims/clusters/near-picture.test.ts', 'is not near-same with another of its kind'],
    ['src/claims/clusters/cluster.test.ts', 'Hong Gildong'],
  ],
  A48: [['src/claims/attacks.db.test.ts', 'amounts that are none (A48)']],
  A51: [
    ['src/claims/filing/deadline.db.test.ts', 'the last moment for filing'],
    ['src/claims/filing/filing.db.test.ts', 'counts from then, although the window has closed'],
    ['src/claims/filing/ticket.test.ts', 'of a server whose clock is ahead counts from now'],
  ],
  A52: [['src/platform/http/address.test.ts', 'behind %i proxies']],
  A53: [['src/platform/http/slow-senders.test.ts', 'senders that never finish (A53)']],
};

const dir = findProjectDir();

describe('every attack of the list that concerns filing has a test', () => {
  it.each(
    Object.entries(rows).flatMap(([attack, tests]) =>
      tests.map((one) => [attack, ...one] as const),
    ),
  )('%s: %s, "%s"', (_attack, file, title) =>
    expect(readFileSync(join(dir, file), 'utf8')).toContain(title));
});
