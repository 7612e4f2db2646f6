import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';
import { useLanguage } from '../language.tsx';
import { usePermission } from '../session.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Facts, Figures, Notice, PageHead, Section } from '../ui/parts.tsx';
import { EntryList } from './entry-list.tsx';
import { VerifyLog } from './verify-log.tsx';
import './disclosure.css';

type Head = components['schemas']['LogHead'];

function Checkpoint({ head }: { readonly head: Head }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.disclosure.log;
  const { checkpoint } = head;
  if (checkpoint === null) return <p className="empty">{texts.unsigned}</p>;
  return (
    <Section
      title={texts.checkpoint}
      actions={
        <a className="btn btn-second" href="/log/checkpoint" download="checkpoint.txt">
          {texts.downloadCheckpoint}
        </a>
      }
    >
      <p>{texts.checkpointHint}</p>
      <pre>{checkpoint.note}</pre>
      <Facts
        facts={[
          { name: texts.signedAt, value: format.instant(checkpoint.signedAt) },
          { name: texts.root, value: <code>{checkpoint.root}</code> },
          { name: texts.key, value: <code>{checkpoint.key}</code> },
        ]}
      />
    </Section>
  );
}

function LogHead({ head }: { readonly head: Head }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.disclosure.log;
  const signed = head.checkpoint?.size ?? 0;
  return (
    <>
      {head.frozenCode === null ? null : (
        <Notice tone="warn" title={texts.frozenTitle}>
          <p>{texts.frozen(head.frozenCode)}</p>
        </Notice>
      )}
      <Figures
        figures={[
          { name: texts.size, value: format.count(head.size) },
          { name: texts.signedSize, value: format.count(signed) },
          { name: texts.waiting, value: format.count(head.size - signed) },
        ]}
      />
      <Checkpoint head={head} />
      <Section title={texts.kindsTitle}>
        <dl className="kinds">
          {head.kinds.map(({ kind, count }) => (
            <div key={kind}>
              <dt>{words.disclosure.kinds[kind] ?? kind}</dt>
              <dd>{format.count(count)}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  );
}

/** The transparency log: where it stands, its checkpoint, its entries, and the check of it all. */
export function LogPage(): ReactNode {
  const { words } = useLanguage();
  const texts = words.disclosure.log;
  const mayVerify = usePermission('audit:read');
  const head = useQuery({
    queryKey: ['log', 'head'],
    queryFn: () => unwrap(api.GET('/api/v1/log/head')),
  });
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      <Loaded query={head}>
        {(found) => (
          <>
            <LogHead head={found} />
            <Section title={texts.verifyTitle}>
              <p>{texts.verifyLead}</p>
              {mayVerify ? <VerifyLog /> : <p className="hint">{texts.verifyForbidden}</p>}
            </Section>
            <EntryList size={found.checkpoint?.size ?? 0} />
          </>
        )}
      </Loaded>
    </>
  );
}
