import { assert, canonicalJson, type JsonValue } from '../kernel/index.ts';

/** What a leaf may be about; each is the name of the event it records. */
export type LeafKind =
  | 'incident_opened'
  | 'impact_adopted'
  | 'policy_published'
  | 'claim_submitted'
  | 'decision_issued'
  | 'determination_run_approved'
  | 'payout_run_sent'
  | 'ledger_head_recorded'
  | 'report_published'
  | 'continuity_assessed'
  | 'drill_recorded'
  | 'log_key_changed'
  | 'log_shard_closed'
  | 'log_shard_opened';

type FieldKind = 'text' | 'count';

interface Field {
  readonly kind: FieldKind;
  readonly isRequired: boolean;
}

const text: Field = { kind: 'text', isRequired: true };
const textIfKnown: Field = { kind: 'text', isRequired: false };
const countIfKnown: Field = { kind: 'count', isRequired: false };

/**
 * The only fields that ever reach the public log. What concerns one person is there as a salted
 * commitment and nothing else, so that destroying the salt erases the person and breaks no proof.
 * What counts people by class is a commitment too, because a count of one is about one person:
 * the public report says the counts, in groups of at least five.
 *
 * @source ARCHITECTURE.md, "Disclosure": leaves are salted commitments; no personal data
 */
const fieldsByKind: Readonly<Record<LeafKind, Readonly<Record<string, Field>>>> = {
  incident_opened: { incidentId: text, slug: textIfKnown },
  impact_adopted: {
    incidentId: text,
    impactId: textIfKnown,
    service: textIfKnown,
    function: textIfKnown,
    addedMs: countIfKnown,
    removedMs: countIfKnown,
  },
  policy_published: {
    policyId: text,
    version: textIfKnown,
    hash: text,
    incidentId: textIfKnown,
    effectiveFrom: textIfKnown,
  },
  claim_submitted: { commitment: text },
  decision_issued: { commitment: text },
  determination_run_approved: {
    runId: text,
    incidentId: textIfKnown,
    policyHash: text,
    populationHash: text,
    awardsHash: text,
    totalsCommitment: textIfKnown,
    dueCommitment: textIfKnown,
  },
  payout_run_sent: {
    runId: text,
    incidentId: textIfKnown,
    digest: text,
    count: countIfKnown,
    totalMinor: textIfKnown,
    currency: textIfKnown,
  },
  ledger_head_recorded: {
    incidentId: text,
    transferCount: { kind: 'count', isRequired: true },
    headHash: text,
  },
  report_published: { incidentId: text, version: countIfKnown, hash: text },
  continuity_assessed: { assessmentId: text, inventoryHash: text, verdict: textIfKnown },
  // A drill of whole sites was held against no inventory.
  drill_recorded: { drillId: text, inventoryHash: textIfKnown, recordHash: text, result: text },
  log_key_changed: { fromKey: text, toKey: text, signature: text },
  log_shard_closed: { successor: text, successorKey: text },
  log_shard_opened: {
    predecessor: text,
    size: { kind: 'count', isRequired: true },
    root: text,
  },
};

/** The kinds in the order above. */
export const leafKinds = Object.keys(fieldsByKind) as readonly LeafKind[];

// C2SP tlog-tiles: an entry's length is written in two bytes.
const dataBytesMax = 65_535;
// A run of fewer payments tells what somebody was paid: it is in the log without count and sum.
const shownCountMin = 5;

const isOfKind: Readonly<Record<FieldKind, (value: JsonValue) => boolean>> = {
  text: (value) =>
    typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value)),
  count: (value) =>
    (typeof value === 'number' && Number.isSafeInteger(value)) ||
    (typeof value === 'string' && /^\d+$/.test(value)),
};

/**
 * Gives the bytes of a leaf: the canonical JSON of its kind and the fields that kind allows.
 *
 * Everything else in the event stays out. An event that lacks a required field, or has one of the
 * wrong shape, is a fault of the room that published it.
 */
export function renderLeaf(kind: LeafKind, payload: JsonValue): Uint8Array {
  assert(isObject(payload), 'log: an event of a leaf carries an object', { kind });
  const leaf: Record<string, JsonValue> = { kind };
  for (const [name, field] of Object.entries(fieldsByKind[kind])) {
    const value = payload[name];
    if (value === undefined || value === null) {
      assert(!field.isRequired, 'log: a leaf has its required fields', { kind, name });
      continue;
    }
    assert(isOfKind[field.kind](value), 'log: a field of a leaf has its shape', { kind, name });
    leaf[name] = value;
  }
  if (kind === 'payout_run_sent' && Number(leaf.count ?? 0) < shownCountMin) {
    for (const name of ['count', 'totalMinor', 'currency']) delete leaf[name];
  }
  const bytes = new TextEncoder().encode(canonicalJson(leaf));
  assert(bytes.length <= dataBytesMax, 'log: a leaf fits its two-byte length', { kind });
  return bytes;
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tells whether an event type is recorded in the log. */
export function isLeafKind(type: string): type is LeafKind {
  return Object.hasOwn(fieldsByKind, type);
}
