import { raw } from 'hono/html';
import type { Child, FC } from 'hono/jsx';
import { renderLocal } from '../../../kernel/index.ts';
import { statusMessages as en } from '../../messages/en/status.ts';
import { statusMessages as ko, type StatusMessages } from '../../messages/ko/status.ts';
import { pageSignOn, pageSignOut, signOnWords } from '../../sign-on/sign-on-link.ts';
import type { PublicIncident } from '../feeds/status-summary.ts';
import { Grades } from '../grades.tsx';
import type { Locale } from '../public-layout.tsx';
import { publicStyle } from '../style.ts';
import { Bars, FineDay, minutesOf } from './bars.tsx';
import { worstDays } from './history.ts';
import {
  type DefaultTitles,
  renderUptime,
  type ShownComponent,
  type ShownGroup,
  type StatusView,
} from './status-view.ts';

/** Gives every sentence of the status page in one language. */
export function statusWords(locale: Locale): StatusMessages {
  return locale === 'ko' ? ko : en;
}

/** What the page of an installation without any configured is called, in both languages. */
export function defaultTitles(): DefaultTitles {
  return {
    site: { ko: ko.siteName, en: en.siteName },
    other: { ko: ko.otherServices, en: en.otherServices },
  };
}

/** Where the page's links lead: addresses of the server, or files beside one another. */
export interface StatusLinks {
  readonly otherLanguage: string;
  readonly atom: string;
  readonly rss: string;
  readonly json: string;
  /** the page of the state, and that of everything that was told */
  readonly status: string;
  readonly notices: string;
  /** absent in a copy that has to stand when the server does not */
  readonly subscribe?: string;
  readonly incident?: (slug: string) => string | undefined;
  /** the path to come back to from signing out, on a page that one signs in for */
  readonly signOut?: string;
}

interface Shown {
  readonly locale: Locale;
  readonly zone: string;
}

const statusStyle = `${publicStyle}.defs{position:absolute}.top .brand{display:inline-flex;align-items:center;min-height:48px;flex:1}.top form{margin:0;flex:none}.top button{font:inherit;color:var(--blue);background:none;border:0;padding:0;min-height:48px;text-decoration:underline;cursor:pointer}.now{border-radius:12px;padding:20px;margin:0 0 8px;color:#fff;font-size:23px;font-weight:700}.now.operational{background:#1d7347}.now.degraded{background:#8f5600}.now.down{background:#bd2c0f}.comp{margin:0 0 20px;padding:0 0 8px;border-bottom:1px solid var(--hair)}.comp>p{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 16px;margin:0}.comp svg{display:block;width:100%;height:28px;margin:6px 0 2px}.ends{display:flex;justify-content:space-between;font-size:15px;color:var(--soft)}.comp details{font-size:15px}.parts{margin:0 0 20px}.parts>summary{min-height:48px;padding:8px 0;font-weight:400;color:var(--blue)}.parts>.comp{margin-left:16px}.comp summary{min-height:40px;padding:6px 0;font-weight:400;color:var(--blue)}.st{font-weight:700}.st.down{color:#bd2c0f}.st.degraded{color:#8f5600}.st.operational,.st.restored{color:#1d7347}.st.opened{color:#bd2c0f}.st.updated{color:var(--soft)}.sub{margin-left:0;padding-left:16px;border-left:3px solid var(--hair)}.sub h3{margin-top:12px}@media(prefers-reduced-motion:no-preference){summary{transition:none}}`;

/** Gives the style of status pages, for the policy that lets it run. */
export function statusPageStyle(): string {
  return statusStyle;
}

/** The bars in words: every day on which not all was well. */
const DayTable: FC<{ component: ShownComponent; locale: Locale }> = ({ component, locale }) => {
  const words = statusWords(locale);
  const days = component.days.filter(({ state }) => state !== 'operational').toReversed();
  const show = (ms: number): string => (ms === 0 ? words.none : words.minutes(minutesOf(ms)));
  return (
    <details>
      <summary>{words.tableSummary}</summary>
      {days.length === 0 ? (
        <p>{words.tableEmpty}</p>
      ) : (
        <>
          <table>
            <caption>{words.tableCaption(component.titles[locale])}</caption>
            <thead>
              <tr>
                <th scope="col">{words.tableDay}</th>
                <th scope="col">{words.tableDown}</th>
                <th scope="col">{words.tableDegraded}</th>
              </tr>
            </thead>
            <tbody>
              {days.map((day) => (
                <tr key={day.on}>
                  <th scope="row">{day.on}</th>
                  <td>{show(day.downMs)}</td>
                  <td>{show(day.degradedMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p class="soft">{words.tableNote}</p>
        </>
      )}
    </details>
  );
};

const Component: FC<{ component: ShownComponent; locale: Locale; isNamed: boolean }> = (props) => {
  const { component, locale, isNamed } = props;
  const words = statusWords(locale);
  return (
    <div class="comp">
      {isNamed ? (
        <p>
          <b>{component.titles[locale]}</b>
          <span class={`st ${component.now}`}>{words.states[component.now]}</span>
        </p>
      ) : null}
      <Bars days={component.days} words={words} />
      <div class="ends">
        <span>{words.ninetyDaysAgo}</span>
        <span>{words.uptime(renderUptime(component.uptimeMillionths, locale))}</span>
        <span>{words.today}</span>
      </div>
      <DayTable component={component} locale={locale} />
    </div>
  );
};

/** Every component of a group and of the groups in it. */
function listComponents(group: ShownGroup): readonly ShownComponent[] {
  return [...group.components, ...group.groups.flatMap(listComponents)];
}

const GroupParts: FC<{ group: ShownGroup; locale: Locale; depth: number }> = (props) => {
  const { group, locale, depth } = props;
  return (
    <>
      {group.components.map((component) => (
        <Component
          key={component.id}
          component={component}
          locale={locale}
          isNamed={component.titles[locale] !== group.titles[locale]}
        />
      ))}
      {group.groups.map((inner) => (
        <Group key={inner.titles.en} group={inner} locale={locale} depth={depth + 1} />
      ))}
    </>
  );
};

/** A group of several parts: one row as the worst of them was, and the parts to open, open when one ails. */
const FoldedGroup: FC<{ group: ShownGroup; locale: Locale; depth: number }> = (props) => {
  const { group, locale } = props;
  const words = statusWords(locale);
  const components = listComponents(group);
  return (
    <>
      <div class="comp">
        <Bars days={worstDays(components.map(({ days }) => days))} words={words} />
        <div class="ends">
          <span>{words.ninetyDaysAgo}</span>
          <span>{words.today}</span>
        </div>
      </div>
      <details class="parts" open={group.now !== 'operational'}>
        <summary>{words.parts(components.length)}</summary>
        <GroupParts {...props} />
      </details>
    </>
  );
};

const Group: FC<{ group: ShownGroup; locale: Locale; depth: number }> = (props) => {
  const { group, locale, depth } = props;
  const words = statusWords(locale);
  const title = (
    <>
      {group.titles[locale]} <span class={`st ${group.now}`}>{words.states[group.now]}</span>
    </>
  );
  const isFolded = depth === 0 && listComponents(group).length > 1;
  return (
    <section class={depth === 0 ? undefined : 'sub'}>
      {depth === 0 ? <h2>{title}</h2> : <h3>{title}</h3>}
      {isFolded ? <FoldedGroup {...props} /> : <GroupParts {...props} />}
    </section>
  );
};

const updatesMax = 5;

const Incident: FC<Shown & { shown: PublicIncident; links: StatusLinks }> = (props) => {
  const { shown, links, locale, zone } = props;
  const { incident, timeline } = shown;
  const words = statusWords(locale);
  const show = (at: typeof incident.openedAt): string => renderLocal(at, { zone, locale });
  const account = links.incident?.(incident.slug);
  return (
    <article>
      <h3>{incident.titles[locale]}</h3>
      <p>
        <span class="state">{words.incidentStates[incident.state]}</span>{' '}
        <Grades incident={incident} locale={locale} />
        {show(incident.openedAt)}
        {incident.restoredAt === undefined ? '' : ` – ${show(incident.restoredAt)}`}
      </p>
      <ul class="line">
        {timeline
          .slice(-updatesMax)
          .toReversed()
          .map(({ id, occurredAt, text }) => (
            <li key={id}>
              <time>{show(occurredAt)}</time>
              <p>{text[locale]}</p>
            </li>
          ))}
      </ul>
      {account === undefined ? null : (
        <p>
          <a href={account}>{words.account}</a>
        </p>
      )}
    </article>
  );
};

/** The frame of a status page; it needs nothing but itself. */
export const StatusFrame: FC<{
  locale: Locale;
  title: string;
  brandTitle: string;
  links: Pick<StatusLinks, 'otherLanguage' | 'atom' | 'signOut'>;
  children?: Child;
}> = ({ locale, title, brandTitle, links, children }) => {
  const words = statusWords(locale);
  const other = locale === 'ko' ? 'en' : 'ko';
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · ${brandTitle}`}</title>
        <link rel="icon" href="data:," />
        <link rel="alternate" type="application/atom+xml" href={links.atom} title={brandTitle} />
        <style>{raw(statusStyle)}</style>
      </head>
      <body>
        <a class="skip" href="#main">
          {words.skip}
        </a>
        <FineDay />
        <header class="top">
          <div class="wrap">
            <span class="brand">{brandTitle}</span>
            <a href={links.otherLanguage} lang={other} hreflang={other}>
              {words.otherLanguage}
            </a>
            {links.signOut === undefined ? null : (
              <form method="post" action={pageSignOut(links.signOut, locale)}>
                <button type="submit">{signOnWords(locale).signOut}</button>
              </form>
            )}
          </div>
        </header>
        <main id="main" tabindex={-1}>
          <div class="wrap">{children}</div>
        </main>
      </body>
    </html>
  );
};

const incidentsMax = 10;

const Incidents: FC<Shown & { shown: readonly PublicIncident[]; links: StatusLinks }> = (props) => (
  <>
    {props.shown.slice(0, incidentsMax).map((shown) => (
      <Incident {...props} key={shown.incident.id} shown={shown} />
    ))}
  </>
);

/** The state of everything now, and its last ninety days. */
export const StatusPage: FC<{ view: StatusView; locale: Locale; links: StatusLinks }> = (props) => {
  const { view, locale, links } = props;
  const words = statusWords(locale);
  const { brand } = view;
  const title = words.overall[view.now];
  const isOpen = ({ incident }: PublicIncident): boolean => incident.restoredAt === undefined;
  const [open, past] = [
    view.incidents.filter(isOpen),
    view.incidents.filter((shown) => !isOpen(shown)),
  ];
  const about = { links, locale, zone: brand.zone };
  return (
    <StatusFrame locale={locale} title={title} brandTitle={brand.titles[locale]} links={links}>
      <h1 class={`now ${view.now}`}>{title}</h1>
      <p class="soft">
        {words.asOf(renderLocal(view.at, { zone: brand.zone, locale }))} · {words.legend}
      </p>
      {open.length === 0 ? null : <h2>{words.openIncidents}</h2>}
      <Incidents shown={open} {...about} />
      {view.groups.map((group) => (
        <Group key={group.titles.en} group={group} locale={locale} depth={0} />
      ))}
      <h2>{words.incidents}</h2>
      {past.length === 0 ? <p>{words.incidentsEmpty}</p> : null}
      <Incidents shown={past} {...about} />
      <p>
        <a href={links.notices}>{words.allNotices}</a>
      </p>
      <h2>{words.feeds}</h2>
      <p>
        <a href={links.atom}>Atom</a> · <a href={links.rss}>RSS</a> · <a href={links.json}>JSON</a>
        {links.subscribe === undefined ? null : (
          <>
            {' · '}
            <a href={links.subscribe}>{words.subscribe}</a>
          </>
        )}
      </p>
    </StatusFrame>
  );
};

/** What somebody sees of a page that is not for them. */
export const PrivatePage: FC<{
  locale: Locale;
  links: StatusLinks;
  /** where else than in the console one signs in, and the page to come back to */
  signOn?: { readonly name: string; readonly returnPath: string } | undefined;
}> = ({ locale, links, signOn }) => {
  const words = statusWords(locale);
  const title = signOn === undefined ? words.privateTitle : words.privateChoiceTitle;
  return (
    <StatusFrame locale={locale} title={title} brandTitle={words.siteName} links={links}>
      <h1>{title}</h1>
      <p>{signOn === undefined ? words.privateText : words.privateChoice}</p>
      {signOn === undefined ? null : (
        <p>
          <a href={pageSignOn(signOn.returnPath, locale)}>
            {signOnWords(locale).signInWith(signOn.name)}
          </a>
        </p>
      )}
      <p>
        <a href="/console">{signOn === undefined ? words.signIn : words.signInPassword}</a>
      </p>
    </StatusFrame>
  );
};
