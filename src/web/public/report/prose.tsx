import type { Child, FC } from 'hono/jsx';
import type { ReportDocument, TextPart } from '../../../disclosure/reports/index.ts';
import { isOpenable } from '../incident-sections.tsx';
import type { Locale } from '../public-layout.tsx';
import { reportWords } from './report-view.ts';

/** A chapter of the report with its heading. */
export const Chapter: FC<{ id: string; title: string; children?: Child }> = (props) => (
  <section aria-labelledby={props.id}>
    <h2 id={props.id}>{props.title}</h2>
    {props.children}
  </section>
);

/** The numbers of sources, each linked to the list at the end. */
export const References: FC<{ numbers: readonly number[] }> = ({ numbers }) => (
  <>
    {numbers.map((number) => (
      <a key={number} class="ref" href={`#source-${number}`}>{`[${number}]`}</a>
    ))}
  </>
);

/** Turns `[12]` into a link where the incident has a source of that number. */
function withReferences(text: string, known: ReadonlySet<number>): Child[] {
  return text.split(/ ?(\[\d{1,4}\])/).map((piece, at): Child => {
    const number = Number(/^\[(\d{1,4})\]$/.exec(piece)?.[1]);
    const key = `${at} ${number}`;
    return known.has(number) ? <References key={key} numbers={[number]} /> : piece;
  });
}

/** What the editor wrote for a part: headings (`## …`) and paragraphs, with its references linked. */
export const Prose: FC<{ document: ReportDocument; part: TextPart; locale: Locale }> = (props) => {
  const { document, part, locale } = props;
  const text = document.text[locale][part];
  if (text === undefined) return null;
  const known = new Set(document.incident.sources.map(({ number }) => number));
  return (
    <>
      {text.split('\n\n').map((paragraph) => {
        const heading = /^## (.+)$/.exec(paragraph)?.[1];
        if (heading !== undefined) return <h3 key={paragraph}>{heading}</h3>;
        return <p key={paragraph}>{withReferences(paragraph, known)}</p>;
      })}
    </>
  );
};

/** Lists the numbers of the sources that a report refers to. */
export function listCited(document: ReportDocument): ReadonlySet<number> {
  const written = [...Object.values(document.text.ko), ...Object.values(document.text.en)];
  const inText = written.flatMap((text) =>
    [...text.matchAll(/\[(\d{1,4})\]/g)].map(([, number]) => Number(number)),
  );
  const { timeline, findings, clocks, impacts } = document;
  const stated = [...timeline, ...findings, ...clocks, ...impacts];
  return new Set([...inText, ...stated.flatMap(({ sources }) => [...sources])]);
}

/** The sources a report refers to, in order of their numbers. */
export const Sources: FC<{ document: ReportDocument; locale: Locale }> = ({ document, locale }) => {
  const cited = listCited(document);
  const sources = document.incident.sources.filter(({ number }) => cited.has(number));
  if (sources.length === 0) return null;
  return (
    <Chapter id="sources" title={reportWords(locale).sections.sources}>
      <ul class="src">
        {sources.map((source) => (
          <li key={source.number} id={`source-${source.number}`}>
            {`[${source.number}] `}
            {isOpenable(source) ? (
              <a href={source.address} rel="nofollow noreferrer">
                {source.address}
              </a>
            ) : (
              source.address
            )}
            {source.remark === undefined ? null : ` · ${source.remark}`}
          </li>
        ))}
      </ul>
    </Chapter>
  );
};
