/** The part of an incident's claims that are alike in what queues are cut by. */
export interface ClaimPart {
  readonly service?: string;
  readonly functionName?: string;
  readonly partyClass?: string;
  readonly category?: string;
  readonly kind?: string;
  readonly suggestion?: string;
  readonly channel?: string;
}

/** What a queue is narrowed to; `after` is the cursor of the page before. */
export interface QueueFilter extends ClaimPart {
  readonly incidentId: string;
  readonly state?: string;
  /** A claim number as people type it, or its beginning. */
  readonly number?: string;
  /** A member of staff, or `nobody`. */
  readonly assignedTo?: string;
  readonly priority?: number;
  readonly isAppealed?: boolean;
  readonly after?: string;
  readonly limit: number;
}

/** The states in which a claim waits for a reviewer; they have an order of their own. */
export const deskStates: readonly string[] = ['assessed', 'in_review'];

/** Where a page ended: the order's two values and the id. */
export interface QueueCursor {
  readonly priority: number;
  readonly fromMs: string;
  readonly id: string;
}

const shape = /^([0-3])_(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Reads a cursor; undefined when it is none. */
export function parseCursor(text: string | undefined): QueueCursor | undefined {
  const [, priority, fromMs, id] = shape.exec(text ?? '') ?? [];
  if (priority === undefined || fromMs === undefined || id === undefined) return undefined;
  return { priority: Number(priority), fromMs, id };
}

/** Writes the cursor of a page's last claim. */
export const renderCursor = ({ priority, fromMs, id }: QueueCursor): string =>
  `${priority}_${fromMs}_${id}`;

/**
 * Gives the beginning of a claim number as it is stored, from what somebody typed: small letters,
 * O for 0, I and L for 1, with spaces or none.
 */
export function startOfNumber(typed: string): string {
  const plain = typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  const digits = plain.replaceAll('O', '0').replaceAll(/[IL]/g, '1').slice(0, 10);
  return [digits.slice(0, 4), digits.slice(4, 8), digits.slice(8)].filter(Boolean).join('-');
}
