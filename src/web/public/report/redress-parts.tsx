import type { FC } from 'hono/jsx';
import type { Bounds } from '../../../disclosure/figures/index.ts';
import { BarRows } from './charts/bar-rows.tsx';
import { Figure, Table } from './charts/figure.tsx';
import { countPaid } from './count-paid.ts';
import {
  type ReportView,
  redressTitle,
  reportWords,
  showBounds,
  showCount,
  showMoney,
} from './report-view.ts';

interface Props {
  readonly view: ReportView;
}

function percentOf(part: string, whole: string): string {
  const share = Number(whole) === 0 ? 0 : (Number(part) / Number(whole)) * 100;
  return share > 0 && share < 0.1 ? '<0.1' : share.toFixed(1);
}

/** Reports and decisions by class of claimant. */
export const ClaimsByClass: FC<Props> = ({ view }) => {
  const words = reportWords(view.locale);
  const { claims } = view.document.figures;
  const { columns } = words;
  if (claims.byClass.length === 0) return null;
  const rows = claims.byClass.map((row) => {
    const isRest =
      row.partyClass === '*' && /^0*$/.test(row.award + row.deny + row.close + row.open);
    const cell = (count: string): string => (isRest ? '–' : showCount(count));
    return [
      words.partyClass[row.partyClass] ?? row.partyClass,
      showCount(row.claims),
      ...[row.award, row.deny, row.close, row.open].map(cell),
    ];
  });
  const names = [columns.award, columns.deny, columns.close, columns.open];
  return (
    <Figure locale={view.locale} title={words.claimsByClass}>
      <Table
        caption={words.claimsByClass}
        columns={[columns.partyClass, columns.claims, ...names]}
        numericFrom={1}
        rows={rows}
      />
      <p class="soft">{words.notShownNote}</p>
    </Figure>
  );
};

/** How many reports led to a decision, an award and a payment. */
export const Funnel: FC<Props> = ({ view }) => {
  const { locale } = view;
  const words = reportWords(locale);
  const { claims, cash } = view.document.figures;
  const paid = countPaid({ cash, awarded: claims.awarded });
  const { steps } = words.charts;
  const counts: readonly (readonly [string, Bounds])[] = [
    [steps.filed, { least: claims.total, most: claims.total }],
    [steps.decided, claims.decided],
    [steps.awarded, claims.awarded],
    [steps.paid, paid],
  ];
  const show = (bounds: Bounds): string => showBounds(bounds, showCount, locale);
  // A share of what is known as a range is a range too.
  const share = ({ least, most }: Bounds): string => {
    const [low, high] = [percentOf(least, claims.total), percentOf(most, claims.total)];
    return words.share(low === high ? low : `${low}–${high}`);
  };
  const { columns } = words;
  const table = {
    caption: words.charts.funnel,
    columns: [columns.step, columns.count, columns.ofFiled],
    numericFrom: 1,
    rows: counts.map(([name, bounds]) => [name, show(bounds), share(bounds)]),
  };
  return (
    <Figure locale={locale} title={words.charts.funnel} table={table}>
      <BarRows
        alt={words.charts.funnelAlt(showCount(claims.total), show(paid))}
        rows={counts.map(([name, bounds]) => ({
          name,
          figure: `${show(bounds)} · ${share(bounds)}`,
          value: Number(bounds.least),
          most: Number(bounds.most),
        }))}
      />
      {counts.some(([, { least, most }]) => least !== most) ? (
        <p class="soft">{words.boundsNote}</p>
      ) : null}
    </Figure>
  );
};

/** What each class of claimant was awarded in cash. */
export const CostByClass: FC<Props> = ({ view }) => {
  const { locale } = view;
  const words = reportWords(locale);
  const { columns } = words;
  return (
    <>
      {view.document.figures.cash.map(({ currency, byClass }) => {
        const rows = byClass
          .toSorted((left, right) => (BigInt(left.totalMinor) > BigInt(right.totalMinor) ? -1 : 1))
          .map(({ partyClass, count, totalMinor }) => ({
            name: words.partyClass[partyClass] ?? partyClass,
            figure: `${showMoney(totalMinor, currency, locale)} · ${words.count(showCount(count))}`,
            cells: [showCount(count), showMoney(totalMinor, currency, locale)],
            value: Number(totalMinor),
            isMuted: partyClass === '*',
          }));
        const table = {
          caption: words.charts.cost,
          columns: [columns.partyClass, columns.count, columns.amount],
          numericFrom: 1,
          rows: rows.map(({ name, cells }) => [name, ...cells]),
        };
        const [most] = rows;
        return most === undefined ? null : (
          <Figure key={currency} locale={locale} title={words.charts.cost} table={table}>
            <BarRows rows={rows} alt={words.charts.costAlt(`${most.name}, ${most.figure}`)} />
          </Figure>
        );
      })}
    </>
  );
};

/** Clause numbers before titles, so that they read alike in tables. */
function clauseName(clause: string, rest: string): string {
  return clause === '' || clause === '*' ? rest : clause;
}

/** Gives a title without the words that all titles begin with. */
function withoutShared(titles: readonly string[]): (title: string) => string {
  const [first = [], ...rest] = titles.map((title) => title.split(' '));
  const differs = first.findIndex((word, at) => rest.some((other) => other[at] !== word));
  const shared = rest.length === 0 ? 0 : Math.max(0, differs);
  return (title) => title.split(' ').slice(shared).join(' ');
}

/** What automatic policies gave, by clause: accounts and worth. */
export const AutomaticRedress: FC<Props> = ({ view }) => {
  const { locale, document } = view;
  const words = reportWords(locale);
  const { columns } = words;
  const titleOf = withoutShared(document.policies.map(({ titles }) => titles[locale]));
  const rows = document.figures.automatic.flatMap(({ totals, policyHash }) => {
    const policy = document.policies.find(({ hash }) => hash === policyHash);
    return totals.map((total) => {
      const worth =
        total.amountMinor === null || total.currency === null
          ? ''
          : showMoney(total.amountMinor, total.currency, locale);
      const remedy = redressTitle(view, { ...total, policyHash });
      const clause = clauseName(total.clause, words.notShown);
      return {
        name: remedy,
        note: `${titleOf(policy?.titles[locale] ?? '')} ${clause}`.trim(),
        worth,
        accounts: total.parties,
        cells: [policy?.titles[locale] ?? policyHash.slice(0, 8), clause, remedy],
      };
    });
  });
  if (rows.length === 0) return null;
  const table = {
    caption: words.charts.automatic,
    columns: [words.policies, columns.clause, columns.remedy, columns.parties, columns.amount],
    numericFrom: 3,
    rows: rows.map(({ cells, accounts, worth }) => [...cells, showCount(accounts), worth]),
  };
  const shown = rows.toSorted((left, right) => Number(right.accounts) - Number(left.accounts));
  return (
    <Figure locale={locale} title={words.charts.automatic} table={table}>
      <BarRows
        alt={words.charts.automaticAlt(rows.length)}
        rows={shown.slice(0, 12).map(({ name, note, accounts, worth }) => ({
          ...{ name, note },
          figure: [words.accounts(showCount(accounts)), worth]
            .filter((one) => one !== '')
            .join(' · '),
          value: Number(accounts),
        }))}
      />
    </Figure>
  );
};

/** How long payments took, from the report to the money. */
export const TimeToPayment: FC<Props> = ({ view }) => {
  const { locale } = view;
  const words = reportWords(locale);
  const { delays } = view.document.figures;
  const rows = delays.map(({ fromDays, untilDays, payments }) => ({
    name: words.charts.delayRange(fromDays, untilDays),
    figure: words.count(showCount(payments)),
    value: Number(payments),
  }));
  const most = rows.toSorted((left, right) => right.value - left.value)[0];
  if (most === undefined) return null;
  const table = {
    caption: words.charts.delay,
    columns: [words.columns.range, words.columns.payments],
    numericFrom: 1,
    rows: rows.map(({ name, figure }) => [name, figure]),
  };
  return (
    <Figure locale={locale} title={words.charts.delay} table={table}>
      <BarRows rows={rows} alt={words.charts.delayAlt(most.name)} />
    </Figure>
  );
};

/** The terms that were applied, each with its hash. */
export const Policies: FC<Props> = ({ view }) => {
  const { document, locale, links } = view;
  const words = reportWords(locale);
  if (document.policies.length === 0) return null;
  return (
    <>
      <h3>{words.policies}</h3>
      <ul class="plain">
        {document.policies.map(({ policyId, version, titles, hash }) => {
          const href = links.policy?.(policyId, version);
          const name = `${titles[locale]} · ${version}`;
          return (
            <li key={hash}>
              {href === undefined ? name : <a href={href}>{name}</a>}{' '}
              <span class="mono soft">{hash.slice(0, 16)}…</span>
            </li>
          );
        })}
      </ul>
      {links.tryPolicies === undefined ? null : (
        <p class="noprint">
          <a href={links.tryPolicies}>{words.policyTry}</a>
        </p>
      )}
    </>
  );
};
