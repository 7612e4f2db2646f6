import { Link } from '@tanstack/react-router';
import { createContext, Fragment, type ReactNode, useEffect } from 'react';
import { useLanguage } from '../language.tsx';

/** The head of a page: its one h1, a sentence below it, and what can be done on the whole page. */
export function PageHead(props: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
}): ReactNode {
  const { words } = useLanguage();
  useEffect(() => {
    document.title = `${props.title} · ${words.shell.siteName}`;
  }, [props.title, words]);
  return (
    <div className="page-head">
      <div>
        <h1>{props.title}</h1>
        {props.lead === undefined ? null : <p className="lead">{props.lead}</p>}
      </div>
      {props.actions === undefined ? null : <div className="actions">{props.actions}</div>}
    </div>
  );
}

/** A link to another page of the console, by its path under /console. */
export function PageLink(props: {
  readonly to: string;
  readonly children: ReactNode;
  readonly isButton?: boolean;
}): ReactNode {
  return (
    <Link to={props.to} className={props.isButton === true ? 'btn btn-second' : undefined}>
      {props.children}
    </Link>
  );
}

/** The heading that stands above what is shown: a caption that says the same is for readers of it alone. */
export const HeadingAbove = createContext('');

/** A boxed part of a page with its own heading. */
export function Section(props: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className="section">
      <div className="section-head">
        <h2>{props.title}</h2>
        {props.actions}
      </div>
      <HeadingAbove value={props.title}>{props.children}</HeadingAbove>
    </section>
  );
}

/** A part of a page that is folded until it is opened; its heading is the handle, for the keyboard too. */
export function FoldedSection(props: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <details className="section section-folded">
      <summary>
        <h2>{props.title}</h2>
      </summary>
      {props.children}
    </details>
  );
}

/** Names with their values, one under the other; side by side on a wide screen. */
export function Facts(props: {
  readonly facts: readonly { readonly name: string; readonly value: ReactNode }[];
}): ReactNode {
  return (
    <dl className="facts">
      {props.facts.map(({ name, value }) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** A short word for a state; the tone never stands alone, the word says it. */
export function Tag(props: {
  readonly tone?: 'plain' | 'good' | 'warn' | 'bad';
  readonly children: ReactNode;
}): ReactNode {
  return <span className={`tag tag-${props.tone ?? 'plain'}`}>{props.children}</span>;
}

/** A sentence set apart from the rest: something to know, done, or to mind. */
export function Notice(props: {
  readonly tone?: 'plain' | 'good' | 'warn';
  readonly title?: string;
  readonly children: ReactNode;
}): ReactNode {
  const { tone = 'plain', title, children } = props;
  return (
    <div className={`notice notice-${tone}`} role={tone === 'good' ? 'status' : undefined}>
      {title === undefined ? null : <h2>{title}</h2>}
      {children}
    </div>
  );
}

/** Large figures with their names, for the top of a page. */
export function Figures(props: {
  readonly figures: readonly { readonly name: string; readonly value: ReactNode }[];
}): ReactNode {
  return (
    <dl className="figures">
      {props.figures.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What happened one after the other, the earliest first unless given otherwise. */
export function Timeline(props: {
  readonly entries: readonly {
    readonly key: string;
    readonly at: string;
    readonly title: ReactNode;
    readonly text?: ReactNode;
  }[];
}): ReactNode {
  const { format } = useLanguage();
  return (
    <ol className="timeline">
      {props.entries.map((entry) => (
        <li key={entry.key}>
          <time dateTime={entry.at}>{format.instant(entry.at)}</time>
          <strong>{entry.title}</strong>
          {entry.text === undefined ? null : <div>{entry.text}</div>}
        </li>
      ))}
    </ol>
  );
}

/** How far a long work is. */
export function Progress(props: {
  readonly label: string;
  readonly value: number;
  readonly max: number;
}): ReactNode {
  return (
    <label className="progress">
      {props.label}
      <progress value={props.value} max={Math.max(props.max, 1)} />
    </label>
  );
}
