import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Inventory } from '../../../../continuity/simulate/index.ts';
import type { components } from '../api/schema.generated.ts';
import { useLanguage } from '../language.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/parts.tsx';
import { outlookQuery } from './continuity-data.ts';
import { joinNames } from './stuck-why.ts';

/** So many names are told in the sentence; the table below has all of them. */
const namedMax = 5;
/** So many findings are listed; the command tells them all. */
const findingsMax = 100;

type Answer = components['schemas']['ContinuityOutlook'];

/** What would fall on the worst loss, and how many findings are open and how many waived, before anything is lost. */
export function Outlook(props: {
  readonly assessmentId: string;
  readonly inventory: Inventory;
}): ReactNode {
  const { words, locale } = useLanguage();
  const { outlook } = words.continuity;
  const query = useQuery(outlookQuery(props.assessmentId, locale));
  return (
    <Loaded query={query}>
      {({ worst, findings, notAsked }) => {
        const open = findings.filter(({ waiver }) => waiver === null);
        const waived = findings.filter(({ waiver }) => waiver !== null);
        return (
          <Notice tone={open.length > 0 || worst !== null ? 'warn' : 'good'}>
            <p>
              <Worst inventory={props.inventory} worst={worst} />{' '}
              <Count open={open.length} waived={waived.length} />
            </p>
            {open.length === 0 ? null : (
              <Findings title={outlook.list} findings={open} notAsked={notAsked} />
            )}
            {waived.length === 0 ? null : (
              <Findings title={outlook.listWaived} findings={waived} notAsked={[]} />
            )}
          </Notice>
        );
      }}
    </Loaded>
  );
}

function Worst(props: {
  readonly inventory: Inventory;
  readonly worst: Answer['worst'];
}): ReactNode {
  const { inventory, worst } = props;
  const { words, locale, format } = useLanguage();
  const { outlook } = words.continuity;
  if (worst === null) return outlook.nothingFalls;
  // Services of the first tier before tools of the last.
  const rankOf = (id: string): number => {
    const node = inventory.nodes.get(id);
    return (node?.tier ?? 9) * 2 + (node?.kind === 'service' ? 0 : 1);
  };
  const tell = (ids: readonly string[]): { count: string; names: string } => {
    const names = ids
      .toSorted((left, right) => rankOf(left) - rankOf(right))
      .map((id) => inventory.nodes.get(id)?.title[locale] ?? id);
    const more = names.length - namedMax;
    const shown = joinNames(names.slice(0, namedMax));
    const rest = more <= 0 ? '' : words.continuity.andMore(format.count(more));
    return { count: format.count(ids.length), names: `${shown}${rest}` };
  };
  const place = worst.domains.map((id) => inventory.domains.get(id)?.title[locale] ?? id);
  const back = worst.stuck.length === 0 ? outlook.allBack : outlook.stuck(tell(worst.stuck));
  return `${outlook.worst(place.join(' + '), tell(worst.down))} ${back}`;
}

function Count(props: { readonly open: number; readonly waived: number }): ReactNode {
  const { words, format } = useLanguage();
  const { outlook } = words.continuity;
  const open = props.open === 0 ? outlook.noFinding : outlook.open(format.count(props.open));
  return props.waived === 0 ? open : `${open} ${outlook.waived(format.count(props.waived))}`;
}

function Findings(props: {
  readonly title: string;
  readonly findings: Answer['findings'];
  readonly notAsked: Answer['notAsked'];
}): ReactNode {
  const { words, format } = useLanguage();
  const { outlook } = words.continuity;
  const { findings, notAsked } = props;
  const more = findings.length - findingsMax;
  return (
    <details>
      <summary>{props.title}</summary>
      <ul>
        {findings.slice(0, findingsMax).map(({ rule, about, loss, message, waiver }) => (
          <li key={`${rule} ${about} ${loss} ${message}`}>
            {rule}: {message}
            {waiver === null ? '' : ` ${outlook.waivedBy(waiver)}`}
          </li>
        ))}
      </ul>
      {more <= 0 ? null : <p>{outlook.more(format.count(more))}</p>}
      {notAsked.length === 0 ? null : <p>{outlook.notAsked(notAsked.includes('G9'))}</p>}
    </details>
  );
}
