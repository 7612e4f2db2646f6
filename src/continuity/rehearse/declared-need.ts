import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { allOf, namesIn } from '../formula.ts';
import type { Inventory } from '../inventory.ts';
import { optionId } from '../inventory.ts';

/** One thing a recovery script may reach: a host and a TCP port. */
export interface DeclaredNeed {
  readonly host: string;
  readonly port: number;
  /** The node it was declared for; undefined when it was named on the command line. */
  readonly node?: string;
}

/** Why a need cannot be taken: what was found, what would be right. */
export interface NeedRefusal {
  readonly code: 'need_not_understood';
  readonly found: string;
  readonly expected: string;
}

/** Reads `host:port`; IPv4 addresses and names, no IPv6 addresses. */
export function parseNeed(text: string): Outcome<DeclaredNeed, NeedRefusal> {
  const match = /^([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?):(\d{1,5})$/.exec(text.trim());
  const port = Number(match?.[2]);
  if (match === null || port < 1 || port > 65_535) {
    const expected = 'host:port, as db.example.org:5432 or 10.0.0.5:443';
    return refuse({ code: 'need_not_understood', found: text.slice(0, 80), expected });
  }
  return accept({ host: (match[1] as string).toLowerCase(), port });
}

/**
 * Lists what an option of the inventory may reach: the endpoints of its node, of all it needs, and of what those run on.
 *
 * The list is the option's recovery formula as addresses: what is reached beyond it is undeclared.
 *
 * @param id the option's id, `node/1`
 * @returns undefined when the inventory has no such option; nodes without endpoints give nothing
 * @source continuity specification, section 1 (BellJar: the allow-list is the declared recovery formula)
 */
export function needsOfOption(
  inventory: Inventory,
  id: string,
): { readonly needs: readonly DeclaredNeed[]; readonly without: readonly string[] } | undefined {
  const slash = id.lastIndexOf('/');
  const node = inventory.nodes.get(id.slice(0, slash));
  const option = node?.options.find((_, index) => optionId(node.id, index) === id);
  if (node === undefined || option === undefined) return undefined;
  const wanted = new Set(namesIn(allOf(Object.values(option.needs))));
  for (const name of wanted) {
    const other = inventory.nodes.get(name);
    if (other !== undefined) for (const next of namesIn(other.run)) wanted.add(next);
  }
  const endpointsOf = (name: string) => inventory.nodes.get(name)?.endpoints ?? [];
  return {
    needs: [node.id, ...wanted].flatMap((name) =>
      endpointsOf(name).flatMap((text) => needAt(text, name)),
    ),
    without: [...wanted].filter((name) => endpointsOf(name).length === 0),
  };
}

function needAt(endpoint: string, node: string): DeclaredNeed[] {
  const need = parseNeed(endpoint);
  return need.ok ? [{ ...need.value, node }] : [];
}
