import type { z } from 'zod';
import type { Instant } from '../../../kernel/index.ts';
import { type Context, PlatformError } from '../../../platform/index.ts';
import type { Rail, RailAnswer, RailPayment, StatementLine } from '../rail.ts';
import type { AppSetup } from '../setup.ts';
import {
  answerOf,
  grantStateSchema,
  linesOf,
  lookUpAnswerSchema,
  renderLookUp,
  renderRequest,
  renderStatementRequest,
  statementAnswerSchema,
} from './app-messages.ts';
import { AppBusy, type AskApp, answerLost, openAsking } from './ask-app.ts';

/** So many messages are on the way at once. */
const atOnce = 8;
const referencesPerLookUp = 500;
const pageCountMax = 10_000;

interface App {
  readonly ctx: Context;
  readonly name: string;
  readonly ask: AskApp;
}

async function submitOne(
  { ask }: App,
  payment: RailPayment,
  at: Instant,
): Promise<RailAnswer | undefined> {
  const { reference } = payment;
  const said = await ask(grantStateSchema, {
    id: reference,
    at,
    body: renderRequest(payment, at),
  });
  return said === undefined || said.reference !== reference ? undefined : answerOf(said);
}

async function submit(
  app: App,
  payments: readonly RailPayment[],
  now: Instant,
): Promise<ReadonlyMap<string, RailAnswer>> {
  const answers = new Map<string, RailAnswer>();
  const take = async (payment: RailPayment): Promise<void> => {
    const said = await submitOne(app, payment, now);
    if (said !== undefined) answers.set(payment.reference, said);
  };
  const [first, ...others] = payments;
  if (first === undefined) return answers;
  await take(first).catch((error: unknown) => {
    if (!(error instanceof AppBusy)) throw error;
    throw new PlatformError('rail_busy', { message: `${app.name}: not now`, retryable: true });
  });
  let isBusy = false;
  const waiting = others[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (let next = waiting.next(); next.done !== true && !isBusy; next = waiting.next()) {
      await take(next.value).catch((error: unknown) => {
        if (!(error instanceof AppBusy)) throw error;
        isBusy = true;
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
}

async function askForSure<S extends z.ZodType>(
  { ctx, name, ask }: App,
  schema: S,
  message: { readonly at: Instant; readonly body: string },
): Promise<z.output<S>> {
  const answer = await ask(schema, { id: ctx.newId(), ...message }).catch((error: unknown) => {
    if (error instanceof AppBusy) return undefined;
    throw error;
  });
  if (answer === undefined) throw answerLost(name);
  return answer;
}

async function lookUp(
  app: App,
  references: readonly string[],
  at: Instant,
): Promise<ReadonlyMap<string, RailAnswer>> {
  const answers = new Map<string, RailAnswer>();
  const asked = new Set(references);
  for (let from = 0; from < references.length; from += referencesPerLookUp) {
    const page = references.slice(from, from + referencesPerLookUp);
    const body = renderLookUp(page, at);
    const { grants } = await askForSure(app, lookUpAnswerSchema, { at, body });
    for (const said of grants) {
      // A grant of somebody else is none of ours, whoever names it.
      if (asked.has(said.reference)) answers.set(said.reference, answerOf(said));
    }
  }
  return answers;
}

async function readStatement(
  app: App,
  window: { readonly from: Instant; readonly until: Instant },
): Promise<StatementLine[]> {
  const lines: StatementLine[] = [];
  const at = app.ctx.now;
  let after: string | undefined;
  for (let pageCount = 0; pageCount < pageCountMax; pageCount += 1) {
    const body = renderStatementRequest({ ...window, after }, at);
    const page = await askForSure(app, statementAnswerSchema, { at, body });
    lines.push(...linesOf(page, window));
    if (page.next === undefined) {
      return lines.sort((a, b) => a.bookedAt - b.bookedAt || (a.lineId < b.lineId ? -1 : 1));
    }
    after = page.next;
  }
  throw answerLost(app.name);
}

/**
 * Builds the rail of the company's own app: each grant is asked for by a signed message whose id is
 * its reference, and acknowledged by the answer.
 *
 * An answer that cannot be read (a lost connection, another status, a body that is not the answer
 * asked for, one about another reference) leaves the outcome unknown, and the app is asked. Only
 * "busy" to the first message of a call says that nothing of it was taken.
 *
 * @source docs/operating/app-rail.md
 */
export function createAppRail(options: {
  readonly ctx: Context;
  readonly name: string;
  readonly setup: AppSetup;
}): Rail {
  const { ctx, name, setup } = options;
  const app = { ctx, name, ask: openAsking({ ctx, name, url: setup.url }) };
  const { lookUpLagSeconds, keyWindowHours } = setup;
  const forEver = Number.POSITIVE_INFINITY;
  return {
    name,
    promise: {
      lookUpLagMs: lookUpLagSeconds * 1000,
      keyWindowMs: keyWindowHours === undefined ? forEver : keyWindowHours * 3_600_000,
    },
    submit: (payments, now) => submit(app, payments, now),
    lookUp: (references, now) => lookUp(app, references, now),
    statement: (window) => readStatement(app, window),
  };
}
