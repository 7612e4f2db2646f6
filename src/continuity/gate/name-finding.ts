import type { Inventory } from '../inventory.ts';
import { createNaming, type Naming } from '../tell/naming.ts';
import type { GateFinding } from './gate-finding.ts';

/** In which language findings are told, and what the things of the inventory are called in it. */
export interface GateVoice {
  readonly inventory: Inventory;
  readonly locale: 'ko' | 'en';
  /** Remembers which ids were told: one for findings read together, one each for those read alone. */
  readonly name: Naming;
}

/** Gives a voice that has told no id yet. */
export function createGateVoice(inventory: Inventory, locale: 'ko' | 'en'): GateVoice {
  return { inventory, locale, name: createNaming(inventory, locale) };
}

type Teller = (value: string, voice: GateVoice) => string;

const tellNode: Teller = (id, { name }) => name.node(id);
const tellNodes: Teller = (ids, { name }) =>
  ids === '' ? '' : name.list(ids.split(', ').map(name.node));
const TELLERS: Readonly<Record<string, Teller>> = {
  node: tellNode,
  tool: tellNode,
  service: tellNode,
  from: tellNode,
  to: tellNode,
  for: tellNodes,
  nodes: tellNodes,
  behind: tellNodes,
  domain: (id, { name }) => name.domain(id),
  option: nameAbout,
  about: nameAbout,
  nearest: nameAbout,
  waived: nameWaived,
};

/**
 * Gives what a finding's sentence is made of with names in place of ids; `id` keeps the node's id as it is written.
 *
 * An id that the inventory does not have, as one of an old baseline, stays as it is.
 */
export function nameFinding(
  finding: GateFinding,
  voice: GateVoice,
): Pick<GateFinding, 'params' | 'loss'> {
  const loss = nameLoss(finding.loss, voice.name);
  const params = Object.entries(finding.params).map(
    ([key, value]) => [key, TELLERS[key]?.(String(value), voice) ?? value] as const,
  );
  const { node } = finding.params;
  return {
    params: { ...Object.fromEntries(params), ...(node === undefined ? {} : { id: node }) },
    loss,
  };
}

/** Gives the domains of a loss, joined by `+`, in words. */
export function nameLoss(loss: string, name: Naming): string {
  return loss === '' ? '' : loss.split('+').map(name.domain).join(' + ');
}

function nameWaived(waived: string, voice: GateVoice): string {
  const at = waived.indexOf(' ');
  return `${waived.slice(0, at)} ${nameAbout(waived.slice(at + 1), voice)}`;
}

/** Gives what a finding is about, be it a node, a domain, an edge, an option, or the name of a file. */
function nameAbout(about: string, voice: GateVoice): string {
  const { inventory, name } = voice;
  if (inventory.nodes.has(about)) return name.node(about);
  if (inventory.domains.has(about)) return name.domain(about);
  const ends = about.split(' -> ');
  if (ends.length === 2) return ends.map(name.node).join(' → ');
  return nameOption(about, voice) ?? about;
}

/** Gives an option by its name and its node's, always with its id: many a node has one of the same name. */
function nameOption(id: string, { inventory, locale }: GateVoice): string | undefined {
  const [node = '', number] = id.split('/');
  const found = inventory.nodes.get(node);
  const option = found?.options[Number(number) - 1];
  if (found === undefined || option === undefined) return undefined;
  const title = found.title[locale];
  if (title === node) return `“${option.name}” [${id}]`;
  return locale === 'ko'
    ? `${title}의 “${option.name}” [${id}]`
    : `“${option.name}” of “${title}” [${id}]`;
}
