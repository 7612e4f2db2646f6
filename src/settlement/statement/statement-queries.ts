import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { loadDenial } from '../../claims/lookup/index.ts';
import { loadAwardNames } from '../../claims/policies/index.ts';
import { accept, type Instant, type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, requirePermission, sql, type Tx } from '../../platform/index.ts';
import { loadLedgerHead } from '../ledger/store.ts';
import type { ClaimStatement, StatementAward, StatementText } from './statement.ts';

/** Why there is no statement. */
export interface StatementRefusal {
  readonly code: 'claim_not_found';
  readonly claimId: string;
}

interface ClaimRow {
  readonly number: string;
  readonly incidentId: string;
  readonly ko: string;
  readonly en: string;
  readonly zone: string;
}

type AwardRow = Omit<StatementAward, 'held'> & {
  readonly usedMinor: bigint | null;
  readonly expiredMinor: bigint | null;
  readonly expiresAt: Instant | null;
};

async function listStatementAwards(tx: Tx, claimId: string): Promise<StatementAward[]> {
  const { rows } = await sql<AwardRow>`
    select award.remedy, award.name, award.clause, award.policy_hash as "policyHash",
      award.amount_minor as "amountMinor",
      award.currency, award.quantity, award.unit, award.approved_at as "approvedAt",
      case when award.remedy <> 'cash' and coalesce(last.state, 'confirmed') = 'confirmed'
        then 'issued' else coalesce(last.state, 'none') end as state,
      last.rail, setup.kind as "railKind", last.rail_reference as "railReference",
      last.sent_at as "sentAt", last.changed_at as "changedAt", lot.used_minor as "usedMinor",
      lot.expired_minor as "expiredMinor", lot.expires_at as "expiresAt"
    from settlement.award
    left join lateral (
      select state, rail, rail_reference, sent_at, changed_at from settlement.payout
      where payout.award_id = award.id order by attempt desc limit 1
    ) as last on true
    left join settlement.rail_setup as setup on setup.rail = last.rail
    left join settlement.lot on lot.award_id = award.id and not lot.is_taken_back
    where award.claim_id = ${claimId} order by award.approved_at, award.id`.execute(tx);
  return rows.map(({ usedMinor, expiredMinor, expiresAt, ...award }) => ({
    ...award,
    held: usedMinor === null ? null : { usedMinor, expiredMinor: expiredMinor ?? 0n, expiresAt },
  }));
}

/** Loads what a claimant's statement says; it names neither the claimant nor the account. */
export async function loadStatement(
  ctx: Context,
  claimId: string,
): Promise<Outcome<ClaimStatement, StatementRefusal>> {
  requirePermission(ctx, 'claim:read');
  return ctx.read(async (tx): Promise<Outcome<ClaimStatement, StatementRefusal>> => {
    const { rows } = await sql<ClaimRow>`select claim.number, claim.incident_id as "incidentId",
        incident.title_ko as ko, incident.title_en as en, incident.zone
      from claims.claim join incident.incident on incident.id = claim.incident_id
      where claim.id = ${claimId}`.execute(tx);
    const [claim] = rows;
    if (claim === undefined) return refuse({ code: 'claim_not_found', claimId });
    const awards = await listStatementAwards(tx, claimId);
    return accept({
      claimNumber: claim.number,
      incidentTitle: { ko: claim.ko, en: claim.en },
      zone: claim.zone,
      madeAt: ctx.now,
      awards,
      denial: await loadDenial(tx, claimId),
      awardNames: await loadAwardNames(
        tx,
        awards.map(({ policyHash }) => policyHash),
      ),
      ledger: await loadLedgerHead(tx, claim.incidentId),
    });
  });
}

const fontFile = '@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf';

/** Renders a claimant's statement as a tagged PDF with its Korean font inside. */
export async function renderStatementPdf(statement: StatementText): Promise<Uint8Array> {
  const require = createRequire(import.meta.url);
  const { language, title } = statement;
  const doc = new PDFDocument({
    ...{ size: 'A4', margin: 56, lang: language, tagged: true, pdfVersion: '1.7' },
    info: { Title: title },
    displayTitle: true,
  });
  const pieces: Uint8Array[] = [];
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (piece: Uint8Array) => pieces.push(piece));
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(pieces))));
    doc.on('error', reject);
  });
  doc.font(require.resolve(fontFile));
  const add = (tag: string, text: string, size: number): void => {
    doc.addStructure(doc.struct(tag, {}, () => doc.fontSize(size).text(text)));
  };
  add('H1', title, 20);
  doc.moveDown();
  for (const [name, value] of statement.facts) add('P', `${name}: ${value}`, 11);
  for (const award of statement.awards) {
    doc.moveDown();
    add('H2', award.heading, 15);
    for (const [name, value] of award.facts) add('P', `${name}: ${value}`, 11);
  }
  if (statement.empty !== undefined) add('P', statement.empty, 11);
  if (statement.denial !== undefined) {
    doc.moveDown();
    add('H2', statement.denial.heading, 15);
    for (const line of statement.denial.lines) add('P', line, 11);
  }
  if (statement.proof !== undefined) {
    doc.moveDown();
    add('H2', statement.proof.heading, 13);
    add('P', statement.proof.text, 10);
  }
  doc.end();
  return whole;
}
