import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHead, Section } from '../../ui/parts.tsx';
import { type RailSummary, railsQuery } from '../treasury-data.ts';
import { RailForm } from './rail-form.tsx';
import { RailKeys } from './rail-keys.tsx';
import '../treasury.css';

function RailTable(props: {
  readonly rails: readonly RailSummary[];
  readonly onEdit: ((rail: string) => void) | undefined;
}): ReactNode {
  const { rails, onEdit } = props;
  const { words } = useLanguage();
  const texts = words.treasury.rails;
  return (
    <DataTable
      caption={texts.caption}
      rows={rails}
      rowKey={({ rail }) => rail}
      columns={[
        { key: 'rail', header: texts.rail, cell: ({ rail }) => <code>{rail}</code> },
        { key: 'kind', header: texts.kind, cell: ({ kind }) => texts.kinds[kind] ?? kind },
        {
          key: 'gives',
          header: texts.gives,
          cell: ({ remedies }) =>
            remedies.map((remedy) => words.settlement.remedies[remedy] ?? remedy).join(', '),
        },
        ...(onEdit === undefined
          ? []
          : [
              {
                key: 'edit',
                header: '',
                cell: ({ rail }: RailSummary) => (
                  <Button onPress={() => onEdit(rail)}>{texts.edit}</Button>
                ),
              },
            ]),
      ]}
    />
  );
}

function Rails({ rails }: { readonly rails: readonly RailSummary[] }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.rails;
  const mayAdminister = usePermission('staff:administer');
  const [name, setName] = useState('');
  const chosen = rails.find(({ rail }) => rail === name);
  return (
    <>
      <RailTable rails={rails} onEdit={mayAdminister ? setName : undefined} />
      {mayAdminister ? (
        <Section title={texts.newTitle}>
          <RailForm key={name} name={name} />
        </Section>
      ) : null}
      {mayAdminister && chosen?.kind === 'app' ? (
        <Section title={texts.keys}>
          <RailKeys rail={chosen.rail} />
        </Section>
      ) : null}
    </>
  );
}

/** The ways to pay: what is set up, and setting one up. */
export function RailsPage(): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.rails;
  const rails = useQuery(railsQuery);
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      <Loaded query={rails}>{(all) => <Rails rails={all} />}</Loaded>
    </>
  );
}
