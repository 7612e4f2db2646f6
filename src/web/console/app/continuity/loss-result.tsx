import { type ReactNode, useEffect, useRef } from 'react';
import type { Inventory } from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';
import { FoldedSection, Notice, Section } from '../ui/parts.tsx';
import { LossPicture } from './loss-picture.tsx';
import { LossTable } from './loss-table.tsx';
import { RecoveryChart } from './recovery-chart.tsx';
import type { LossAnswer } from './simulate/loss.worker.ts';

/** What a loss does: in a sentence, as a picture, as a table, in order of recovery, and why. */
export function LossResult(props: {
  readonly inventory: Inventory;
  readonly answer: LossAnswer;
  readonly lost: readonly string[];
  readonly told: string | undefined;
  readonly onTell: (node: string) => void;
  readonly onToggle: (domains: readonly string[]) => void;
  readonly onOpenGroups: (groups: readonly string[]) => void;
}): ReactNode {
  const { words, locale } = useLanguage();
  const { continuity } = words;
  const { inventory, answer, told } = props;
  const nameOf = (id: string) => inventory.nodes.get(id)?.title[locale] ?? id;
  return (
    <>
      <Summary answer={answer} nameOf={nameOf} />
      <Section title={continuity.picture}>
        <LossPicture {...props} />
      </Section>
      {answer.story.length === 0 || told === undefined ? null : (
        <Story key={told} title={`${continuity.why}: ${nameOf(told)}`} lines={answer.story} />
      )}
      <FoldedSection title={continuity.recovery}>
        <RecoveryChart inventory={inventory} loss={answer.loss} />
      </FoldedSection>
      <FoldedSection title={continuity.table}>
        <LossTable inventory={inventory} answer={answer} onTell={props.onTell} />
      </FoldedSection>
    </>
  );
}

/** Why a node fell; brought into view, for it may have been asked for far below. */
function Story(props: { readonly title: string; readonly lines: readonly string[] }): ReactNode {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <Section title={props.title}>
      <ul className="loss-story" aria-live="polite" ref={list}>
        {props.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Section>
  );
}

/** So many loops, sets and names of one are told in the summary: hundreds would hide the picture below it. */
const namedMax = 12;

function Summary(props: {
  readonly answer: LossAnswer;
  readonly nameOf: (node: string) => string;
}): ReactNode {
  const { answer, nameOf } = props;
  const { words, format } = useLanguage();
  const { continuity } = words;
  const { loss } = answer;
  const few = (names: readonly string[], joint: string): string => {
    const more = names.length - namedMax;
    const shown = names.slice(0, namedMax).join(joint);
    return more <= 0 ? shown : `${shown}${continuity.andMore(format.count(more))}`;
  };
  const last = loss.recovery.at(-1);
  const sentence = continuity.summary(
    format.count(loss.down.length),
    format.count(loss.stuck.length),
  );
  return (
    <div role="status">
      <Notice tone={loss.stuck.length > 0 ? 'warn' : 'plain'}>
        {loss.lostDomains.length === 0 ? (
          <p>{continuity.nothingLost}</p>
        ) : (
          <p>
            {sentence} {last === undefined ? '' : continuity.lastBack(format.count(last.minutes))}
          </p>
        )}
        {loss.cycles.length === 0 ? null : (
          <p>
            {continuity.loops}:{' '}
            {few(
              loss.cycles.map((cycle) => few([...cycle, cycle[0] ?? ''].map(nameOf), ' → ')),
              '; ',
            )}
          </p>
        )}
        {loss.jumpStart.length === 0 ? null : (
          <p>
            {continuity.jumpStart}:{' '}
            {few(
              loss.jumpStart.map((set) => few(set.map(nameOf), ' + ')),
              continuity.jumpStartOr,
            )}
          </p>
        )}
      </Notice>
    </div>
  );
}
