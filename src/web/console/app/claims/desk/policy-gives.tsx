import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { headingIn } from '../../../../heading-in.ts';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { Loaded } from '../../ui/loaded.tsx';
import type { ClaimAward, ClaimDetail } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';

type Clauses = Pick<ClaimDetail, 'assessment'>;

/** What the policy gives by its own arithmetic, award by award, each with its clause. */
export function PolicyGives(props: {
  readonly claim: Clauses;
  readonly lines: readonly ClaimAward[];
}): ReactNode {
  const { claim, lines } = props;
  const { texts, award, locale } = useClaimWords();
  const { policyGives } = texts.desk;
  const clauseOf = ({ policyHash, clause }: ClaimAward): string => {
    const finding = claim.assessment?.findings.find((one) => one.policyHash === policyHash);
    const title = finding?.clauses?.find((one) => one.clause === clause)?.title;
    const policy = finding?.title?.[locale];
    const heading = title === undefined ? clause : headingIn(title, locale);
    return policy === undefined ? heading : `${policy}, ${heading}`;
  };
  if (lines.length === 0) return <p className="hint">{policyGives.nothing}</p>;
  return (
    <>
      <p>{policyGives.title}</p>
      <ul className="claims-awards">
        {lines.map((line) => (
          <li key={`${line.policyHash} ${line.clause} ${line.remedy} ${line.name ?? ''}`}>
            <strong>{award(line)}</strong> <small>{clauseOf(line)}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the policy would give with the facts of an appeal set right, asked of the server. */
export function CorrectedPolicyGives(props: {
  readonly claim: Clauses;
  readonly appealId: string;
  readonly correction: {
    readonly policyHash: string;
    readonly facts: Record<string, string | boolean>;
  };
}): ReactNode {
  const { claim, appealId, correction } = props;
  const preview = useQuery({
    queryKey: ['claims', 'corrected', appealId, correction],
    queryFn: () =>
      unwrap(
        api.POST('/api/v1/appeals/{appealId}/previews', {
          params: { path: { appealId } },
          body: { correction },
        }),
      ),
  });
  return (
    <Loaded query={preview}>{({ awards }) => <PolicyGives claim={claim} lines={awards} />}</Loaded>
  );
}
