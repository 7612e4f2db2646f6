import type { FC } from 'hono/jsx';
import { renderBase64 } from '../../disclosure/index.ts';
import { renderLocal, renderMoney } from '../../kernel/index.ts';
import { type AwardName, awardNameIn } from '../../policy/award-names/index.ts';
import type { ClassTotal, IssueTotal, SettlementTotals } from '../../settlement/index.ts';
import type { ClaimCount, IncidentView, LogView } from './incident-view.ts';
import { type Locale, localized, publicWords } from './public-layout.tsx';
import {
  renderCount,
  renderShown,
  type ShownIssue,
  showCash,
  showClaims,
  showIssues,
  showUnpaid,
} from './shown-counts.ts';

/** One table with a caption; columns from `numericFrom` on hold figures. */
const Table: FC<{
  caption: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  numericFrom: number;
  /** says that the table goes on to the side, on a narrow screen */
  aside?: string;
}> = ({ caption, columns, rows, numericFrom, aside }) => (
  <section class="scroll" tabindex={0} aria-label={caption}>
    {aside === undefined ? null : <p class="soft aside small">{aside}</p>}
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column, at) => (
            <th key={column} scope="col" class={at >= numericFrom ? 'n' : ''}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([first = '', ...rest], line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own
          <tr key={line}>
            <th scope="row">{first}</th>
            {rest.map((cell, at) => (
              <td key={`${columns[at + 1]}`} class={at + 1 >= numericFrom ? 'n' : ''}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

/** Claims and decisions by class of claimant. */
export const Claims: FC<{ counts: readonly ClaimCount[]; locale: Locale }> = (props) => {
  const { counts, locale } = props;
  const words = publicWords(locale);
  if (counts.length === 0) return <p>{words.claimsEmpty}</p>;
  const shown = showClaims(counts);
  return (
    <Table
      caption={words.claimsByClass}
      columns={[words.column.partyClass, words.column.claims, words.column.decidedCount]}
      numericFrom={1}
      rows={shown.rows.map((row) => [
        words.partyClass[row.partyClass] ?? row.partyClass,
        renderShown(row.claims, locale),
        renderShown(row.decided, locale),
      ])}
    />
  );
};

/** Cash awarded and paid by class and clause. */
export const Cash: FC<{ totals: readonly ClassTotal[]; locale: Locale }> = (props) => {
  const { totals, locale } = props;
  const words = publicWords(locale);
  const { column } = words;
  if (totals.length === 0) return <p>{words.cashEmpty}</p>;
  const money = (amountMinor: bigint | undefined, currency: ClassTotal['currency']): string =>
    amountMinor === undefined ? words.withheld : renderMoney({ amountMinor, currency }, locale);
  return (
    <Table
      caption={words.cashByClass}
      aside={words.asideTable}
      columns={[
        column.partyClass,
        column.clause,
        column.awards,
        column.awarded,
        column.paidCount,
        column.paid,
        column.returned,
      ]}
      numericFrom={2}
      rows={showCash(totals).map((row) => [
        words.partyClass[row.partyClass] ?? row.partyClass,
        row.clause,
        renderShown(row.awards, locale),
        money(row.awardedMinor, row.currency),
        renderShown(row.paid, locale),
        money(row.paidMinor, row.currency),
        renderShown(row.returned, locale),
      ])}
    />
  );
};

/** What did not reach claimants, where it stands, and what becomes of it. */
export const Unpaid: FC<{
  view: Pick<IncidentView, 'unpaid' | 'unclaimedTerms' | 'cash'>;
  locale: Locale;
}> = ({ view, locale }) => {
  const { unpaid, unclaimedTerms: terms } = view;
  const words = publicWords(locale);
  if (unpaid.length === 0) return null;
  const { column } = words;
  return (
    <>
      <Table
        caption={words.unpaidTitle}
        columns={[column.state, column.awards, column.awarded]}
        numericFrom={1}
        rows={showUnpaid(unpaid, showCash(view.cash)).map((row) => [
          row.kind === 'given' ? words.unpaidGiven(terms?.place) : words.unpaid[row.kind],
          renderShown(row.awards, locale),
          row.amountMinor === undefined
            ? words.withheld
            : renderMoney({ amountMinor: row.amountMinor, currency: row.currency }, locale),
        ])}
      />
      <p>{terms === undefined ? words.unpaidKept : words.unpaidTerms(terms)}</p>
    </>
  );
};

function renderAmount(
  { amountMinor, currency }: Pick<ShownIssue, 'amountMinor' | 'currency'>,
  locale: Locale,
): string {
  if (amountMinor === null || amountMinor === undefined || currency === null) return '';
  return renderMoney({ amountMinor, currency }, locale);
}

function quantityOf(
  { quantity, unit }: Pick<ShownIssue, 'quantity' | 'unit'>,
  locale: Locale,
): string | null {
  if (quantity === null || unit === null) return quantity;
  const count = /^\d+$/.test(quantity) ? renderCount(BigInt(quantity), locale) : quantity;
  return publicWords(locale).quantity(count, unit);
}

/** What was issued in kind, by remedy and clause. */
export const Issues: FC<{
  issues: readonly IssueTotal[];
  awardNames: readonly AwardName[];
  locale: Locale;
}> = ({ issues, awardNames, locale }) => {
  const words = publicWords(locale);
  const { column } = words;
  if (issues.length === 0) return <p>{words.issuesEmpty}</p>;
  return (
    <Table
      caption={words.issuesTitle}
      aside={words.asideTable}
      columns={[column.remedy, column.clause, column.parties, column.awarded]}
      numericFrom={2}
      rows={showIssues(issues).map((row) => [
        [
          words.remedy[row.remedy] ?? row.remedy,
          awardNameIn(awardNames, row, locale),
          quantityOf(row, locale),
        ]
          .filter((part) => part !== null && part !== undefined)
          .join(' · '),
        row.clause,
        renderShown(row.parties, locale),
        row.amountMinor === undefined ? words.withheld : renderAmount(row, locale),
      ])}
    />
  );
};

/** Whether decisions, ledger and bank statements agree. */
export const Balance: FC<{ totals: readonly SettlementTotals[]; locale: Locale }> = (props) => {
  const words = publicWords(props.locale);
  if (props.totals.length === 0) return null;
  const isDecided = props.totals.every(({ isDecidedInLedger }) => isDecidedInLedger);
  const isPaid = props.totals.every(({ isLedgerInStatement }) => isLedgerInStatement);
  return (
    <>
      <h3>{words.balanceTitle}</h3>
      <ul>
        <li>{isDecided ? words.balanceDecided : words.balanceDecidedNot}</li>
        <li>{isPaid ? words.balancePaid : words.balancePaidNot}</li>
      </ul>
    </>
  );
};

/** The head of the public log, the key to check it with, and how many entries of each kind. */
export const Log: FC<{ log: LogView; incident: IncidentView['incident']; locale: Locale }> = ({
  log,
  incident,
  locale,
}) => {
  const words = publicWords(locale);
  const { checkpoint, head, kinds, key } = log;
  if (checkpoint === undefined) return <p>{words.logEmpty}</p>;
  return (
    <>
      <p>{words.logLead}</p>
      {head.frozenCode === undefined ? null : <p class="flag">{words.logFrozen}</p>}
      <dl class="pairs">
        <dt>{words.logSize}</dt>
        <dd>{renderCount(checkpoint.size, locale)}</dd>
        <dt>{words.logRoot}</dt>
        <dd class="mono">{renderBase64(checkpoint.root)}</dd>
        <dt>{words.logSignedAt}</dt>
        <dd>{renderLocal(checkpoint.at, { zone: incident.zone, locale })}</dd>
        <dt>{words.logKey}</dt>
        <dd class="mono">{key}</dd>
      </dl>
      <Table
        caption={words.logSize}
        columns={[words.column.kind, words.column.count]}
        numericFrom={1}
        rows={kinds.map(({ kind, count }) => [
          words.leafKind[kind] ?? kind,
          renderCount(count, locale),
        ])}
      />
      <p>
        <a href="/log/checkpoint">{words.logRaw}</a>
      </p>
      <p>
        <a href={localized('/public/check-receipt', locale)}>{words.toCheck}</a>
      </p>
    </>
  );
};
