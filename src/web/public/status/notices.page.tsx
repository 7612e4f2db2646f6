import type { FC } from 'hono/jsx';
import { type Instant, renderLocal } from '../../../kernel/index.ts';
import type { PublicIncident } from '../feeds/status-summary.ts';
import type { Locale } from '../public-layout.tsx';
import { StatusFrame, type StatusLinks, statusWords } from './status.page.tsx';
import type { StatusView } from './status-view.ts';

/** One thing that was told of an incident; what it says stands in both languages. */
interface Notice {
  readonly kind: 'opened' | 'updated' | 'restored';
  readonly at: Instant;
  readonly text: { readonly ko: string; readonly en: string };
}

const nothing = { ko: '', en: '' };

/** More of one incident are in the account of it. */
const noticesMax = 200;

/** Lists what was told of an incident, the latest first. */
export function listNotices({ incident, timeline }: PublicIncident): readonly Notice[] {
  const { openedAt, restoredAt } = incident;
  const told: Notice[] = [
    { kind: 'opened', at: openedAt, text: nothing },
    ...timeline.map(({ occurredAt: at, text }): Notice => ({ kind: 'updated', at, text })),
    ...(restoredAt === undefined
      ? []
      : [{ kind: 'restored' as const, at: restoredAt, text: nothing }]),
  ];
  return told.toSorted((left, right) => right.at - left.at);
}

/** Everything that was told of the outages of a page, readable when nothing else of ours is. */
export const NoticesPage: FC<{ view: StatusView; locale: Locale; links: StatusLinks }> = (
  props,
) => {
  const { view, locale, links } = props;
  const words = statusWords(locale);
  const { brand } = view;
  const show = (at: Instant): string => renderLocal(at, { zone: brand.zone, locale });
  return (
    <StatusFrame
      locale={locale}
      title={words.notices}
      brandTitle={brand.titles[locale]}
      links={links}
    >
      <h1>{words.notices}</h1>
      <p>
        <a href={links.status}>{words.toStatus}</a>
      </p>
      {view.incidents.length === 0 ? <p>{words.incidentsEmpty}</p> : null}
      {view.incidents.map((shown) => (
        <section key={shown.incident.id}>
          <h2>{shown.incident.titles[locale]}</h2>
          <ol class="line">
            {listNotices(shown)
              .slice(0, noticesMax)
              .map(({ kind, at, text }) => (
                <li key={`${kind} ${at} ${text.en}`}>
                  <time datetime={new Date(at).toISOString()}>{show(at)}</time>{' '}
                  <span class={`st ${kind}`}>{words.noticeKinds[kind]}</span>
                  {text[locale] === '' ? null : <p>{text[locale]}</p>}
                </li>
              ))}
          </ol>
        </section>
      ))}
    </StatusFrame>
  );
};
