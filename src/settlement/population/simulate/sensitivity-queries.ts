import { accept, type Outcome, refuse } from '../../../kernel/index.ts';
import {
  type Adjustable,
  adjustText,
  listAdjustables,
  type Share,
} from '../../../policy/compile/index.ts';
import { checkPolicy, type PolicyDocument, parsePolicy } from '../../../policy/index.ts';
import { decideDocument } from '../decide-store.ts';
import type { DecidedDocument } from '../decided-document.ts';
import type { Population } from '../population-store.ts';
import type { Sensitivity } from './simulation.ts';
import { sumCosts, sumKinds } from './totals-queries.ts';
import { decideGathered } from './tuples-store.ts';

/** A figure that is asked for and that no document has; `known` names those there are. */
export interface FigureUnknown {
  readonly code: 'simulation_figure_unknown';
  readonly name: string;
  readonly known: readonly string[];
}

const percents = [50, 75, 90, 95, 100, 105, 110, 125, 150] as const;

/** Works out what the whole costs when a figure is smaller or larger; `all` means every figure. */
export async function tryFigures(
  population: Population,
  documents: readonly DecidedDocument[],
  name: string,
): Promise<Outcome<Sensitivity[], FigureUnknown>> {
  const all = documents.flatMap((one, index) =>
    listAdjustables(one.document).map((figure) => ({ figure, index })),
  );
  const wanted = name === 'all' ? all : all.filter(({ figure }) => figure.name === name);
  if (wanted.length === 0 && name !== 'all') {
    const known = all.map(({ figure }) => figure.name);
    return refuse({ code: 'simulation_figure_unknown', name, known });
  }
  const found: Sensitivity[] = [];
  for (const { figure, index } of wanted) {
    found.push(await tryFigure(population, { documents, figure, index }));
  }
  return accept(found);
}

interface Trial {
  readonly documents: readonly DecidedDocument[];
  readonly figure: Adjustable;
  readonly index: number;
}

async function tryFigure(population: Population, trial: Trial): Promise<Sensitivity> {
  const { documents, figure, index } = trial;
  const points: Sensitivity['points'][number][] = [];
  for (const percent of percents) points.push(await tryAt(population, trial, percent));
  const policy = documents[index]?.document.header.policy ?? '';
  return { policy, name: figure.name, written: figure.text, points };
}

async function tryAt(
  population: Population,
  { documents, figure, index }: Trial,
  percent: number,
): Promise<Sensitivity['points'][number]> {
  const own = documents[index]?.document;
  const open = population.documents[index];
  const share = { numerator: BigInt(percent), denominator: 100n };
  const changed = own ? readAdjusted(own, { figure, share }) : undefined;
  const text = changed?.document ? figureText(changed.document, figure) : '';
  if (!changed?.document || !open) {
    return { text, percent, cost: [], inKind: [], parties: 0, refused: changed?.refused ?? '' };
  }
  const prefix = `v${index}x`;
  const decidedHere = await decideDocument(
    population,
    { ...open, document: changed.document },
    { prefix: `${prefix}${serialOf()}` },
  );
  const versions = documents.map((one, at) => (at === index ? decidedHere : one));
  await decideGathered(population, versions, 'tried');
  const costs = await sumCosts(population, versions, 'tried');
  const currencies = [...new Set(costs.map(({ currency }) => currency))];
  return {
    ...{ text, percent },
    cost: currencies.map((currency) => ({
      currency,
      amountMinor: String(
        costs
          .filter((one) => one.currency === currency)
          .reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n),
      ),
    })),
    inKind: await sumKinds(population, versions, 'tried'),
    parties: costs.reduce((sum, { parties }) => sum + parties, 0),
  };
}

let serial = 0;

/** Each trial has tables of its own in the database of the run. */
function serialOf(): string {
  serial += 1;
  return `${serial}y`;
}

/** A part of one means nothing where things are counted: there it is the nearest whole number. */
function readAdjusted(
  document: PolicyDocument,
  { figure, share }: { readonly figure: Adjustable; readonly share: Share },
): ReturnType<typeof readChanged> {
  const exact = readChanged(adjustText(document, figure, share));
  if (exact.document) return exact;
  return readChanged(adjustText(document, figure, { ...share, isWhole: true }));
}

function readChanged(text: string): {
  readonly document?: PolicyDocument;
  readonly refused?: string;
} {
  const parsed = parsePolicy(text);
  const findings = parsed.ok ? checkPolicy(parsed.value) : parsed.refusal.findings;
  const error = findings.find(({ severity }) => severity === 'error');
  if (error) return { refused: error.code };
  return parsed.ok ? { document: parsed.value } : { refused: 'syntax' };
}

function figureText(document: PolicyDocument, { spans }: Adjustable): string {
  // Other digits stand in it only from its first number on.
  const own = listAdjustables(document).find((one) => one.spans[0]?.from === spans[0]?.from);
  return own?.text ?? '';
}
