import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHead, Section } from '../../ui/parts.tsx';
import { assessmentsQuery } from '../continuity-data.ts';
import { Difference } from './difference.tsx';
import { ImportInventory } from './import-inventory.tsx';
import type { AssessmentSummary } from './version-data.ts';
import '../continuity.css';

/** So many versions are listed until all are asked for. */
const versionsFirst = 5;

/** Versions of inventories: give a new one from its files, look at old ones, compare any two. */
export function VersionsPage(): ReactNode {
  const { words } = useLanguage();
  const { versions } = words.continuity;
  const canWrite = usePermission('continuity:write');
  const query = useQuery(assessmentsQuery);
  return (
    <>
      <PageHead title={versions.title} lead={versions.lead} />
      {canWrite ? (
        <Section title={versions.give}>
          <ImportInventory />
        </Section>
      ) : null}
      <Loaded query={query}>
        {({ assessments }) => (
          <>
            <Section title={versions.kept}>
              <VersionTable rows={assessments} />
            </Section>
            {assessments.length < 2 ? null : (
              <Section title={versions.compare}>
                <Compare key={assessments[0]?.id} rows={assessments} />
              </Section>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

function VersionTable({ rows }: { readonly rows: readonly AssessmentSummary[] }): ReactNode {
  const { words, format } = useLanguage();
  const { versions } = words.continuity;
  const [isAll, setAll] = useState(false);
  const table = (
    <DataTable
      caption={versions.keptCaption}
      rows={isAll ? rows : rows.slice(0, versionsFirst)}
      rowKey={(row) => row.id}
      emptyText={versions.none}
      columns={[
        { key: 'name', header: versions.columns.name, cell: (row) => row.inventoryName },
        { key: 'at', header: versions.columns.at, cell: (row) => format.instant(row.assessedAt) },
        {
          key: 'losses',
          header: versions.columns.losses,
          cell: (row) => <Losses losses={row.losses} />,
        },
        {
          key: 'hash',
          header: versions.columns.hash,
          cell: (row) => <code title={row.inventoryHash}>{row.inventoryHash.slice(0, 12)}…</code>,
        },
      ]}
    />
  );
  return (
    <>
      {table}
      {isAll || rows.length <= versionsFirst ? null : (
        <Button onPress={() => setAll(true)}>
          {words.continuity.showAll(format.count(rows.length))}
        </Button>
      )}
    </>
  );
}

/** The loss that hurts most in a line, the others folded. */
function Losses({ losses }: { readonly losses: AssessmentSummary['losses'] }): ReactNode {
  const { words, format } = useLanguage();
  const { versions } = words.continuity;
  const tell = (loss: AssessmentSummary['losses'][number]): string =>
    versions.loss(
      loss.domains.join(' + '),
      format.count(loss.downCount),
      format.count(loss.stuckCount),
    );
  const [worst, ...others] = losses.toSorted(
    (left, right) => right.stuckCount - left.stuckCount || right.downCount - left.downCount,
  );
  if (worst === undefined) return '–';
  if (others.length === 0) return tell(worst);
  return (
    <details>
      <summary>
        {tell(worst)}
        {words.continuity.andMore(format.count(others.length))}
      </summary>
      <ul className="plain-list">
        {others.map((loss) => (
          <li key={loss.domains.join('+')}>{tell(loss)}</li>
        ))}
      </ul>
    </details>
  );
}

function Compare({ rows }: { readonly rows: readonly AssessmentSummary[] }): ReactNode {
  const { words, format } = useLanguage();
  const { versions } = words.continuity;
  const [after, setAfter] = useState(rows[0]?.id ?? '');
  const newer = rows.find(({ id }) => id === after);
  const [chosen, setChosen] = useState<string>();
  const earlier = rows.filter(({ id }) => id !== after);
  const same = earlier.find(({ inventoryName }) => inventoryName === newer?.inventoryName);
  const from = earlier.find(({ id }) => id === chosen)?.id ?? same?.id ?? earlier[0]?.id ?? '';
  const optionsOf = (list: readonly AssessmentSummary[]) =>
    list.map((row) => ({
      value: row.id,
      label: words.continuity.inventoryOption(
        row.inventoryName,
        // Two versions of one minute are told apart by their hashes.
        `${format.instant(row.assessedAt)}, ${row.inventoryHash.slice(0, 8)}`,
      ),
    }));
  return (
    <>
      <SelectField
        label={versions.after}
        value={after}
        onChange={setAfter}
        options={optionsOf(rows)}
      />
      <SelectField
        label={versions.before}
        value={from}
        onChange={setChosen}
        options={optionsOf(earlier)}
      />
      <Difference after={after} from={from} />
    </>
  );
}
