import type { DeclaredNeed } from './declared-need.ts';
import type { Endpoint } from './ruleset.ts';

/**
 * How something undeclared came to be contacted: the script says so itself, a tool it runs does it on its own,
 * or something that runs beside it does it on its behalf.
 *
 * @source GitHub's three kinds of circular deploy dependency (continuity specification, section 1)
 */
export type ContactKind = 'direct' | 'hidden' | 'transient';

/** A name that was asked for inside the rehearsal, and by which program. */
export interface NameAsked {
  readonly name: string;
  readonly address: string;
  readonly isDeclared: boolean;
  readonly kind?: ContactKind;
  /** The programs from the script to the one that asked, by their file names. */
  readonly by: readonly string[];
}

/** What undid a script that was stopped. */
export interface Undoing {
  readonly script: string;
  readonly exitCode: number | null;
  readonly seconds: number;
}

/** What the inside of a rehearsal saw. */
export interface RehearsalFacts {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly isTimedOut: boolean;
  readonly seconds: number;
  /** Why the script was stopped: something outside fell ill. */
  readonly stopped?: string;
  /** What ran then, to undo it. */
  readonly undoing?: Undoing;
  /** Programs the script had left running when it ended, each once; they end with the rehearsal. */
  readonly leftRunning: readonly string[];
  readonly asked: readonly NameAsked[];
  /** Declared endpoints that were connected to, as `host:port`. */
  readonly reached: readonly string[];
  /** Declared endpoints that did not answer, as `host:port`. */
  readonly unanswered: readonly string[];
  readonly refused: readonly Endpoint[];
  readonly refusedUdp: readonly Endpoint[];
  readonly refused6: readonly Endpoint[];
  /** Loopback ports on which nothing of the script's own listened. */
  readonly closed: readonly Endpoint[];
}

/** Something contacted that was not declared. */
export interface UndeclaredContact {
  readonly host: string;
  /** Empty when the name was looked up and no connection was tried. */
  readonly ports: readonly string[];
  readonly kind: ContactKind | null;
  readonly by: readonly string[];
}

/** What a rehearsal found. */
export interface RehearsalReport {
  readonly format: 'amends-rehearsal/1';
  readonly script: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly isTimedOut: boolean;
  readonly seconds: number;
  /** Null when it was not stopped. */
  readonly stopped: string | null;
  /** Null when nothing was undone. */
  readonly undoing: Undoing | null;
  /** Programs it left running: what they would have reached for later is not known. */
  readonly leftRunning: readonly string[];
  readonly contactedDeclared: readonly DeclaredNeed[];
  readonly contactedUndeclared: readonly UndeclaredContact[];
  readonly declaredUnused: readonly DeclaredNeed[];
  /** Declared, tried, and not answered by the real service. */
  readonly declaredUnanswered: readonly DeclaredNeed[];
  /** The script ended with 0, was not stopped, and reached nothing undeclared. */
  readonly isPassed: boolean;
}

/** Compares what was contacted with what was declared. */
export function judgeRehearsal(
  script: string,
  needs: readonly DeclaredNeed[],
  facts: RehearsalFacts,
): RehearsalReport {
  const keyOf = (need: DeclaredNeed): string => `${need.host}:${need.port}`;
  const contactedUndeclared = listUndeclared(facts);
  const { exitCode, signal, isTimedOut, seconds } = facts;
  return {
    format: 'amends-rehearsal/1',
    script,
    exitCode,
    signal,
    isTimedOut,
    seconds,
    stopped: facts.stopped ?? null,
    undoing: facts.undoing ?? null,
    leftRunning: facts.leftRunning,
    contactedDeclared: needs.filter((need) => facts.reached.includes(keyOf(need))),
    contactedUndeclared,
    declaredUnused: needs.filter((need) => !facts.reached.includes(keyOf(need))),
    declaredUnanswered: needs.filter((need) => facts.unanswered.includes(keyOf(need))),
    isPassed: exitCode === 0 && facts.stopped === undefined && contactedUndeclared.length === 0,
  };
}

function listUndeclared(facts: RehearsalFacts): UndeclaredContact[] {
  const nameOf = new Map(facts.asked.map(({ address, name }) => [address, name]));
  const contacts = new Map<
    string,
    { ports: Set<string>; kind: ContactKind | null; by: readonly string[] }
  >();
  const contactOf = (host: string) => {
    const known = contacts.get(host) ?? { ports: new Set<string>(), kind: null, by: [] };
    contacts.set(host, known);
    return known;
  };
  for (const asked of facts.asked) {
    if (asked.isDeclared) continue;
    const contact = contactOf(asked.name);
    contact.kind ??= asked.kind ?? null;
    if (contact.by.length === 0) contact.by = asked.by;
  }
  const add = (endpoints: readonly Endpoint[], suffix: string): void => {
    for (const { address, port } of endpoints) {
      contactOf(nameOf.get(address) ?? address).ports.add(`${port}${suffix}`);
    }
  };
  add([...facts.refused, ...facts.refused6, ...facts.closed], '');
  add(facts.refusedUdp, '/udp');
  return [...contacts].map(([host, { ports, kind, by }]) => ({
    host,
    ports: [...ports].sort((left, right) => Number.parseInt(left, 10) - Number.parseInt(right, 10)),
    kind,
    by,
  }));
}
