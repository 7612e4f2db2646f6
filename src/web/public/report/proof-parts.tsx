import type { FC } from 'hono/jsx';
import { renderLocal } from '../../../kernel/index.ts';
import { type ReportView, reportWords, showCount } from './report-view.ts';

interface Props {
  readonly view: ReportView;
}

/** Published versions, the latest first, each with what changed in it. */
export const Versions: FC<Props> = ({ view }) => {
  const { versions, locale, links, document } = view;
  const words = reportWords(locale);
  if (versions.length === 0) return null;
  const { zone } = document.incident;
  return (
    <>
      <h3>{words.versions}</h3>
      <ul class="plain">
        {versions.map(({ version, publishedAt }) => (
          <li key={version}>
            <a href={links.version(version)}>{words.version(version)}</a>{' '}
            <span class="soft">
              {words.publishedOn(renderLocal(publishedAt, { zone, locale, precision: 'day' }))}
            </span>
            {version === 1 ? null : (
              <>
                {' · '}
                <a href={links.changes(version)}>{words.changesFrom(version - 1)}</a>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
};

const Place: FC<Props> = ({ view }) => {
  const words = reportWords(view.locale).check;
  const { proof, links } = view;
  if (proof === undefined || proof.leafIndex === null || proof.treeSize === null) {
    return <>{words.placeWaiting}</>;
  }
  const index = showCount(String(proof.leafIndex + 1));
  return (
    <>
      {words.placeOf(index, showCount(String(proof.treeSize)))} ·{' '}
      <a href={links.checkpoint}>{words.checkpoint}</a>
    </>
  );
};

/** How a stranger checks the report: hash, signature, place in the log, files, command. */
export const HowToCheck: FC<Props> = ({ view }) => {
  const { document, hash, links, locale, logKey, published } = view;
  const words = reportWords(locale).check;
  return (
    <>
      <p>{words.lead}</p>
      <dl class="pairs">
        <dt>{words.hash}</dt>
        <dd class="mono">{hash}</dd>
        <dt>{words.signedBy}</dt>
        <dd class="mono">{logKey}</dd>
        {published === undefined ? null : (
          <>
            <dt>{words.place}</dt>
            <dd>
              <Place view={view} />
            </dd>
          </>
        )}
        {published?.note === undefined ? null : (
          <>
            <dt>{words.note}</dt>
            <dd>
              <pre>{published.note}</pre>
            </dd>
          </>
        )}
      </dl>
      <ul class="plain">
        <li>
          <a href={links.document}>{words.document}</a>
        </li>
        {published === undefined ? null : (
          <li>
            <a href={links.proof}>{words.proof}</a>
          </li>
        )}
        <li>
          <a href={links.receipt}>{words.receipt}</a>
        </li>
      </ul>
      <h3>{words.inputs}</h3>
      <p>{words.inputsLead}</p>
      <ul class="plain">
        {document.inputs.map(({ name, sha256 }) => (
          <li key={name}>
            <a href={links.input(name)}>{name}</a>{' '}
            <span class="mono soft">{sha256.slice(0, 16)}…</span>
          </li>
        ))}
      </ul>
      <h3>{words.recompute}</h3>
      <pre>npx amends recompute FOLDER --key '{logKey}'</pre>
    </>
  );
};
