import {
  findOwnClaim,
  listClaimsOfContact,
  listClaimsOfParty,
  type OwnClaim,
} from '../../../claims/identity/index.ts';
import type { Writing } from '../question-routes.tsx';
import { unlessAway } from '../remember.ts';
import { type PortalRequest, readAccess } from '../request.tsx';

/**
 * Lists the claims this person filed before for the incident, as far as it is proved whose they are:
 * filed in this browser a moment ago, with the contact a code proved, or by the account the app
 * vouched for. A contact that is only typed shows nothing.
 */
export async function listOwnClaims(
  c: PortalRequest,
  writing: Pick<Writing, 'draft' | 'form'>,
): Promise<readonly OwnClaim[]> {
  const ctx = c.get('ctx');
  const { proved, entered, claimId } = writing.draft;
  const incidentId = writing.form.incident.id;
  const { access } = readAccess(c);
  const found = await Promise.all([
    access === undefined ? undefined : findOwnClaim(ctx, access),
    proved === undefined
      ? []
      : listClaimsOfContact(ctx, {
          contactDigest: Buffer.from(proved.digest, 'hex'),
          incidentId,
        }),
    entered === undefined ? [] : listClaimsOfParty(ctx, { incidentId, partyId: entered.account }),
  ]);
  const byId = new Map(
    found
      .flat()
      .filter((claim) => claim !== undefined)
      .filter((claim) => claim.incidentId === incidentId && claim.claimId !== claimId)
      .map((claim) => [claim.claimId, claim]),
  );
  return [...byId.values()].toSorted((left, right) => right.submittedAt - left.submittedAt);
}

/** Tells whether claims filed before are still to be shown before this one goes on. */
export async function hasUnseenClaims(
  c: PortalRequest,
  writing: Pick<Writing, 'draft' | 'form'>,
): Promise<boolean> {
  if (writing.draft.isOther === true) return false;
  return unlessAway(c.get('ctx'), async () => (await listOwnClaims(c, writing)).length > 0, false);
}
