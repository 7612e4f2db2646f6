import type { ReactNode } from 'react';
import { PageLink } from '../ui/parts.tsx';

/** Leads to a claim by its number; columns take it as their cell. */
export function ClaimLink({
  claimId,
  claimNumber,
}: {
  readonly claimId: string;
  readonly claimNumber: string;
}): ReactNode {
  return (
    <PageLink to={`/claims/${claimId}`}>
      <span className="mono">{claimNumber}</span>
    </PageLink>
  );
}
