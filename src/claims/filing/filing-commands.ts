import { setTimeout as waitMs } from 'node:timers/promises';
import { accept, type Outcome } from '../../kernel/index.ts';
import { type Context, PlatformError, requirePermission } from '../../platform/index.ts';
import { type Prepared, prepare, type SubmitClaimInput } from '../prepare-submission.ts';
import {
  decide,
  formKey,
  type KnownForms,
  type Submission,
  type SubmitOutcome,
  submitTogether,
} from '../submission-commands.ts';
import { createGate, type Gate } from '../submission-gate.ts';
import type { SubmitRefusal } from '../submit-claim.ts';
import { issueTicket, type Ticket } from './ticket.ts';

/** What everybody who files gets: the receipt of a claim that is durable, or else a ticket. */
export type Filing =
  | { readonly kind: 'receipt'; readonly submission: Submission }
  | { readonly kind: 'ticket'; readonly ticket: Ticket };

export type FilingOutcome = Outcome<Filing, SubmitRefusal>;

/** The gate through which claims are filed; one for each process. */
export interface ClaimGate {
  /**
   * Records a claim; a repeat with the same content gets the same answer.
   *
   * @throws PlatformError when it cannot be stored now
   */
  submit(ctx: Context, input: SubmitClaimInput): Promise<SubmitOutcome>;
  /**
   * Files a claim: the receipt once it is durable, a ticket when it cannot be stored in time, or a
   * refusal. A claim that came with a ticket keeps it, and so its time.
   */
  file(ctx: Context, input: SubmitClaimInput): Promise<FilingOutcome>;
  /** Gives a ticket for a claim without trying to store it. */
  ticket(
    ctx: Context,
    input: SubmitClaimInput,
  ): Outcome<Filing & { readonly kind: 'ticket' }, SubmitRefusal>;
  /** Tells whether more claimants wait now than a batch or two answers at once. */
  isBusy(): boolean;
}

/** More claims than this at once, and what may wait waits. */
const busyFrom = 24;

/** A claim that is not durable after so long is answered with a ticket. */
const answerWithinMs = 4000;

const isPassing = (error: unknown): boolean => error instanceof PlatformError && error.retryable;

const overloaded = (): PlatformError =>
  new PlatformError('overloaded', {
    message: 'More claims are waiting than can be recorded in time; the claim can be sent again.',
    retryable: true,
  });

/**
 * Gives the ticket for a claim that could not be stored, unless what is known of its questionnaire
 * says already that it would be refused.
 */
function ticketFor(
  entry: Prepared,
  forms: KnownForms,
): Outcome<Filing & { readonly kind: 'ticket' }, SubmitRefusal> {
  const form = forms.get(formKey(entry.content));
  if (form !== undefined || entry.ticketFault !== undefined) {
    const decision = decide(entry, { form, existing: undefined });
    if (!decision.ok) return decision;
  }
  const { ctx, input, content, contentHash } = entry;
  const { claimId, incidentId } = content;
  const ticket =
    input.ticket ??
    issueTicket({ claimId, incidentId, contentHash }, { at: entry.filedAt, signer: ctx.signer });
  return accept({ kind: 'ticket', ticket });
}

async function inTime<A>(
  gate: Gate<Prepared, A>,
  { entry, withinMs }: { entry: Prepared; withinMs: number },
): Promise<A> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_answer, fail) => {
    timer = setTimeout(() => {
      gate.abandon(entry);
      fail(overloaded());
    }, withinMs);
  });
  try {
    return await Promise.race([gate.submit(entry), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Opens the gate that gathers concurrent filings into few transactions. */
export function openClaimGate(
  options: {
    gatherMs?: number;
    batchMax?: number;
    inFlightMax?: number;
    waitingMax?: number;
    answerWithinMs?: number;
  } = {},
): ClaimGate {
  const forms: KnownForms = new Map();
  const gate = createGate<Prepared, SubmitOutcome>({
    record: (entries) => submitTogether(entries, forms),
    wait: (delayMs) => waitMs(delayMs),
    gatherMs: options.gatherMs ?? 3,
    batchMax: options.batchMax ?? 200,
    inFlightMax: options.inFlightMax ?? 2,
    waitingMax: options.waitingMax ?? 5000,
    refuseOverload: overloaded,
    isShared: isPassing,
  });
  const withinMs = options.answerWithinMs ?? answerWithinMs;
  return {
    isBusy: () => gate.load() >= busyFrom,
    ticket(ctx, input) {
      requirePermission(ctx, 'claim:submit');
      return ticketFor(prepare({ ctx, input }), forms);
    },
    submit(ctx, input) {
      requirePermission(ctx, 'claim:submit');
      return gate.submit(prepare({ ctx, input }));
    },
    async file(ctx, input) {
      requirePermission(ctx, 'claim:submit');
      const entry = prepare({ ctx, input });
      try {
        const outcome = await inTime(gate, { entry, withinMs });
        return outcome.ok ? accept({ kind: 'receipt', submission: outcome.value }) : outcome;
      } catch (error) {
        if (!isPassing(error)) throw error;
        return ticketFor(entry, forms);
      }
    },
  };
}
