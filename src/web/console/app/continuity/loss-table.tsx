import { type ReactNode, useState } from 'react';
import type { Formula, Inventory } from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { useWay } from './recovery-way.ts';
import type { LossAnswer } from './simulate/loss.worker.ts';
import { useStateWord } from './state-word.ts';
import { useStuckWhy } from './stuck-why.ts';

type Key = 'name' | 'kind' | 'place' | 'state' | 'back' | 'why';
const keys: readonly Key[] = ['name', 'kind', 'place', 'state', 'back', 'why'];

/** So many rows are shown until all are asked for. */
const rowsFirst = 20;

interface Row {
  readonly id: string;
  readonly isDown: boolean;
  readonly cells: Readonly<Record<Key, string>>;
  /** What the column is sorted by, where that is not its text. */
  readonly order: Readonly<Partial<Record<Key, number>>>;
}

/** Everything the picture shows, as a table that sorts by each column. */
export function LossTable(props: {
  readonly inventory: Inventory;
  readonly answer: LossAnswer;
  readonly onTell: (node: string) => void;
}): ReactNode {
  const { words, locale, format } = useLanguage();
  const { continuity } = words;
  const rows = useRows(props.inventory, props.answer);
  const [sort, setSort] = useState<{ key: Key; isUp: boolean }>({ key: 'state', isUp: true });
  const sorted = rows.toSorted((left, right) => {
    const found = compareBy(sort.key, left, right, locale);
    return sort.isUp ? found : -found;
  });
  const [isAll, setAll] = useState(false);
  const shown = isAll ? sorted : sorted.slice(0, rowsFirst);
  return (
    <div className="table-wrap loss-table">
      <table>
        <caption>{continuity.tableCaption}</caption>
        <thead>
          <tr>
            {keys.map((key) => (
              <th
                key={key}
                scope="col"
                aria-sort={sort.key !== key ? 'none' : sort.isUp ? 'ascending' : 'descending'}
              >
                <button
                  type="button"
                  className="sort"
                  aria-label={continuity.sortBy(continuity.columns[key])}
                  onClick={() => setSort({ key, isUp: sort.key === key ? !sort.isUp : true })}
                >
                  {continuity.columns[key]}
                  <span aria-hidden="true">{sort.key !== key ? '' : sort.isUp ? ' ↑' : ' ↓'}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.id}>
              {keys.map((key) => (
                <td key={key} data-label={continuity.columns[key]}>
                  <div>
                    {row.cells[key]}
                    {key === 'why' && row.isDown ? (
                      <button
                        type="button"
                        className="link"
                        aria-label={continuity.whyButton(row.cells.name)}
                        onClick={() => props.onTell(row.id)}
                      >
                        {continuity.why}
                      </button>
                    ) : null}
                  </div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === sorted.length ? null : (
        <Button onPress={() => setAll(true)}>
          {continuity.showAll(format.count(sorted.length))}
        </Button>
      )}
    </div>
  );
}

/** Tells a place in words: the titles of its domains, joined by "or" and "and". */
function usePlaceWords(inventory: Inventory): (at: Formula) => string {
  const { words, locale, format } = useLanguage();
  const { continuity } = words;
  const tell = (at: Formula, isInner: boolean): string => {
    if (at.kind === 'always') return continuity.anywhere;
    if (at.kind === 'name') return inventory.domains.get(at.name)?.title[locale] ?? at.name;
    const parts = at.of.map((part) => tell(part, true));
    if (at.count !== 1 && at.count !== parts.length) {
      return continuity.placesOf(format.count(at.count), parts.join(', '));
    }
    const text = parts.join(at.count === 1 ? continuity.placeOr : continuity.placeAnd);
    return isInner ? `(${text})` : text;
  };
  return (at) => tell(at, false);
}

// biome-ignore lint/complexity/useMaxParams: two rows, the column, and the reader's language
function compareBy(key: Key, left: Row, right: Row, locale: string): number {
  const [first, second] = [left.order[key], right.order[key]];
  if (first !== undefined && second !== undefined && first !== second) return first - second;
  return left.cells[key].localeCompare(right.cells[key], locale);
}

function useRows(inventory: Inventory, answer: LossAnswer): Row[] {
  const { words, locale, format } = useLanguage();
  const { continuity } = words;
  const stateWord = useStateWord();
  const stuckWhy = useStuckWhy(inventory, answer.loss);
  const steps = new Map(answer.loss.recovery.map((step) => [step.node, step]));
  const whyOf = (id: string): string => {
    const step = steps.get(id);
    return step === undefined ? stuckWhy(id) : wayOf(step);
  };
  const placeOf = usePlaceWords(inventory);
  const wayOf = useWay(inventory);
  return answer.states.flatMap((state) => {
    const node = inventory.nodes.get(state.node);
    if (node === undefined) return [];
    const minutes = state.minutes;
    return {
      id: node.id,
      isDown: state.state !== 'up',
      cells: {
        name: node.title[locale],
        kind: continuity.kinds[node.kind],
        place: placeOf(node.at),
        state: stateWord(state),
        back: minutes === null ? continuity.never : format.count(minutes),
        why: whyOf(node.id),
      },
      order: {
        state: { stuck: 0, recovers: 1, up: 2 }[state.state],
        back: minutes ?? Number.MAX_SAFE_INTEGER,
      },
    };
  });
}
