import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { SelectField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHead, PageLink, Section } from '../../ui/parts.tsx';
import { filesQuery, inboundQuery, type RailSummary, railsQuery } from '../treasury-data.ts';
import { GiveFile } from './give-file.tsx';
import { InboundTable } from './inbound-table.tsx';
import { OutTable } from './out-table.tsx';
import '../treasury.css';

function RailView({ rail }: { readonly rail: RailSummary }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.files;
  const maySend = usePermission('payout:send');
  const files = useQuery(filesQuery(rail.rail));
  const inbound = useQuery(inboundQuery(rail.rail));
  return (
    <>
      <Section title={texts.out}>
        <Loaded query={files}>{(all) => <OutTable files={all} />}</Loaded>
      </Section>
      <Section title={texts.in}>
        {maySend ? <GiveFile rail={rail} /> : null}
        <Loaded query={inbound}>{(all) => <InboundTable files={all} />}</Loaded>
      </Section>
    </>
  );
}

function Rails({ rails }: { readonly rails: readonly RailSummary[] }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.files;
  const ofFiles = rails.filter(({ kind }) => kind === 'pain.001' || kind === 'bulk');
  const [name, setName] = useState(ofFiles[0]?.rail ?? '');
  const chosen = ofFiles.find(({ rail }) => rail === name);
  if (chosen === undefined) {
    return (
      <p className="empty">
        {texts.noRail} <PageLink to="/rails">{words.treasury.navigation.rails}</PageLink>
      </p>
    );
  }
  return (
    <>
      <SelectField
        label={texts.rail}
        value={name}
        options={ofFiles.map(({ rail, kind }) => ({
          value: rail,
          label: `${rail} · ${words.treasury.rails.kinds[kind] ?? kind}`,
        }))}
        onChange={setName}
      />
      <RailView key={chosen.rail} rail={chosen} />
    </>
  );
}

/** The files for the bank and of the bank. */
export function FilesPage(): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.files;
  const rails = useQuery(railsQuery);
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      <Loaded query={rails}>{(all) => <Rails rails={all} />}</Loaded>
    </>
  );
}
