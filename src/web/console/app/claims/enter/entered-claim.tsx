import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice, PageLink } from '../../ui/parts.tsx';
import type { Submission } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';

function downloadReceipt({ claimNumber, receipt }: Submission): void {
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(receipt, null, 2)}\n`], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = `amends-receipt-${claimNumber}.json`;
  link.click();
  URL.revokeObjectURL(url);
}

/** What an agent reads out once a claim is filed: the number, and the receipt to hand over. */
export function EnteredClaim(props: {
  readonly submission: Submission;
  readonly onAnother: () => void;
}): ReactNode {
  const { submission, onAnother } = props;
  const { texts } = useClaimWords();
  const { enter } = texts;
  const number = useRef<HTMLParagraphElement>(null);
  useEffect(() => number.current?.focus(), []);
  return (
    <>
      <Notice tone="good" title={enter.doneTitle}>
        <p>{enter.doneLead}</p>
        <p className="mono claims-number" ref={number} tabIndex={-1}>
          {submission.claimNumber}
        </p>
      </Notice>
      <div className="actions">
        <Button kind="main" onPress={() => downloadReceipt(submission)}>
          {enter.receipt}
        </Button>
        <PageLink to={`/claims/${submission.claimId}`} isButton>
          {enter.openClaim}
        </PageLink>
        <Button onPress={onAnother}>{enter.another}</Button>
      </div>
    </>
  );
}
