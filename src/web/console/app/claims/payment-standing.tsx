import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';
import { useLanguage } from '../language.tsx';
import { Tag } from '../ui/parts.tsx';
import type { ClaimListItem, ClaimState } from './claim-data.ts';

type Standing = components['schemas']['PaymentStandings'][number]['standing'];

const askedMax = 100;

const tones = {
  returned: 'bad',
  failed: 'bad',
  under_way: 'warn',
  owed: 'plain',
  paid: 'good',
} as const;

type Decided = Pick<ClaimListItem, 'claimId'> & { readonly state: ClaimState };

/** Gives how far the decided ones of some claims are paid; asked a hundred at a time. */
export function usePaymentStandings(claims: readonly Decided[]): ReadonlyMap<string, Standing> {
  const ids = claims.filter(({ state }) => state === 'approved').map(({ claimId }) => claimId);
  const pages = Array.from({ length: Math.ceil(ids.length / askedMax) }, (_none, at) =>
    ids.slice(at * askedMax, (at + 1) * askedMax).join(','),
  );
  const answers = useQueries({
    queries: pages.map((claimIds) => ({
      queryKey: ['settlement', 'claim-payments', claimIds],
      queryFn: () =>
        unwrap(api.GET('/api/v1/settlement/claim-payments', { params: { query: { claimIds } } })),
    })),
  });
  const known = answers.flatMap(({ data = [] }) => data);
  return new Map(known.map(({ claimId, standing }) => [claimId, standing]));
}

/** How far a claim is paid; nothing when it was awarded nothing. */
export function StandingTag({ standing }: { readonly standing: Standing | undefined }): ReactNode {
  const { words } = useLanguage();
  if (standing === undefined) return null;
  return <Tag tone={tones[standing]}>{words.claims.payments[standing]}</Tag>;
}
