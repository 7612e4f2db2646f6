import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../../language.tsx';
import { Coded } from '../../ui/coded.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Facts, PageHead, Section, Tag } from '../../ui/parts.tsx';
import { GapPicture, useResultName } from './gap-picture.tsx';
import {
  type KeptSitesDrill,
  medianOf,
  type SitesResult,
  sitesDrillsQuery,
  tenths,
} from './sites-data.ts';
import '../continuity.css';

/** What drills of whole sites showed: the latest, or another that is kept. */
export function SitesDrillPage(): ReactNode {
  const { words, format } = useLanguage();
  const { sites } = words.continuity;
  const query = useQuery(sitesDrillsQuery);
  const [chosen, setChosen] = useState<string>();
  return (
    <>
      <PageHead title={sites.title} lead={sites.lead} />
      <Loaded query={query}>
        {({ reports }) => {
          const shown = reports.find(({ id }) => id === chosen) ?? reports[0];
          if (shown === undefined) {
            return (
              <p className="empty">
                <Coded>{sites.none}</Coded>
              </p>
            );
          }
          return (
            <>
              {reports.length === 1 ? null : (
                <SelectField
                  label={sites.choose}
                  value={shown.id}
                  onChange={setChosen}
                  options={reports.map(({ id, report }) => ({
                    value: id,
                    label: sites.option(format.instant(report.startedAt), report.place),
                  }))}
                />
              )}
              <Shown kept={shown} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Shown({ kept }: { readonly kept: KeptSitesDrill }): ReactNode {
  const { words, format } = useLanguage();
  const { sites } = words.continuity;
  const { report, reportHash, isKept } = kept;
  return (
    <>
      <p>
        <Tag tone={isKept ? 'good' : 'bad'}>{isKept ? sites.held : sites.broken}</Tag>{' '}
        {report.place}
      </p>
      <Facts
        facts={[
          { name: sites.facts.until, value: format.instant(report.startedAt) },
          ...(report.perSecond === null
            ? []
            : [{ name: sites.facts.rate, value: String(report.perSecond) }]),
          ...(report.startSeconds === null
            ? []
            : [{ name: sites.facts.start, value: sites.seconds(tenths(report.startSeconds)) }]),
          { name: sites.facts.hash, value: <code className="break-all">{reportHash}</code> },
        ]}
      />
      <Section title={sites.picture}>
        <GapPicture results={report.results} />
      </Section>
      <Section title={sites.table}>
        <ResultTable results={report.results} />
      </Section>
    </>
  );
}

function ResultTable({ results }: { readonly results: readonly SitesResult[] }): ReactNode {
  const { words, format } = useLanguage();
  const { sites } = words.continuity;
  const { columns } = sites;
  const nameOf = useResultName();
  const seconds = (value: number | null): string =>
    value === null ? '–' : sites.seconds(tenths(value));
  const counted = (value: number | null): string => (value === null ? '–' : format.count(value));
  const noughts = (
    ['refused', 'errorPages', 'lost', 'doubles', 'paidTwice', 'splitBrain'] as const
  ).map((key) => ({
    key,
    header: columns[key],
    cell: (row: SitesResult) =>
      (row[key] ?? 0) === 0 ? counted(row[key]) : <Tag tone="bad">{counted(row[key])}</Tag>,
  }));
  return (
    <DataTable
      caption={sites.tableCaption}
      rows={results}
      rowKey={({ letter }) => letter}
      emptyText={sites.none}
      columns={[
        { key: 'what', header: columns.what, cell: nameOf },
        {
          key: 'gap',
          header: columns.gap,
          cell: ({ gapSeconds }) =>
            gapSeconds.length === 1
              ? seconds(medianOf(gapSeconds))
              : `${seconds(medianOf(gapSeconds))} (${gapSeconds.map(tenths).join(', ')})`,
        },
        { key: 'limit', header: columns.limit, cell: ({ limitSeconds }) => seconds(limitSeconds) },
        { key: 'floor', header: columns.floor, cell: ({ floorSeconds }) => seconds(floorSeconds) },
        { key: 'receipts', header: columns.receipts, cell: (row) => counted(row.receipts) },
        {
          key: 'tickets',
          header: columns.tickets,
          cell: (row) => `${counted(row.ticketsGiven)} / ${counted(row.ticketsRedeemed)}`,
        },
        ...noughts,
        {
          key: 'rejoin',
          header: columns.rejoin,
          cell: ({ rejoinSeconds }) =>
            rejoinSeconds.includes(null)
              ? sites.never
              : seconds(medianOf(rejoinSeconds.map((value) => value ?? 0))),
        },
        {
          key: 'checker',
          header: columns.checker,
          cell: ({ isRight }) => (
            <Tag tone={isRight ? 'good' : 'bad'}>{isRight ? sites.right : sites.wrong}</Tag>
          ),
        },
      ]}
    />
  );
}
