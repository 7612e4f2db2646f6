import type { ReactNode } from 'react';
import type { AccountCode, Transfer } from './settlement-data.ts';
import { useSettlementWords } from './settlement-words.ts';

function isKnown<T extends object>(table: T, code: string): code is Extract<keyof T, string> {
  return Object.hasOwn(table, code);
}

/** The name of an account; its code when it is new. */
export function AccountName({ code }: { readonly code: AccountCode | string }): ReactNode {
  const { accounts } = useSettlementWords().texts.ledger;
  return isKnown(accounts, code) ? accounts[code].name : code;
}

/** What a transfer is for, and how it moves money when not at once. */
export function TransferCode(props: {
  readonly transfer: Pick<Transfer, 'code' | 'kind'>;
}): ReactNode {
  const { code, kind } = props.transfer;
  const { codes, transferKinds } = useSettlementWords().texts.ledger;
  return (
    <>
      {codes[code] ?? code}
      {kind === 'posted' ? null : (
        <>
          {' '}
          <small>({transferKinds[kind]})</small>
        </>
      )}
    </>
  );
}
