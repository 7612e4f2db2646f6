import type { Context as HonoContext } from 'hono';
import { accept } from '../../kernel/index.ts';
import {
  type Answer,
  answer,
  type Context,
  type HotRoute,
  problem,
  readHotJson,
} from '../../platform/index.ts';
import { submitClaimSchema } from '../schemas.ts';
import type { SubmitRefusal } from '../submit-claim.ts';
import { renderSubmission } from '../wire/render-claim.ts';
import type { ClaimGate, FilingOutcome } from './filing-commands.ts';

/** A category that the portal's pages could not have given is a fault of the input, at its place. */
function answerCategory(refusal: SubmitRefusal): Answer | undefined {
  if (refusal.code === 'category_unknown') {
    const detail = 'a category of the questionnaire';
    const errors = [{ pointer: '/category', detail }];
    const params = { found: refusal.found };
    return problem({ status: 422, code: 'category_unknown', errors, extra: { params } });
  }
  if (refusal.code !== 'category_not_of_service') return undefined;
  const { found, right } = refusal;
  const errors = [{ pointer: '/category', detail: `${right}, to which the service belongs` }];
  const extra = { params: { found, right } };
  return problem({ status: 422, code: 'category_not_of_service', errors, extra });
}

/**
 * Answers a filing: 201 with the receipt, 202 with a ticket, or the refusal as a problem: 409, or 422
 * where the category is none of the questionnaire or of the service.
 */
export function answerFiling(c: HonoContext, outcome: FilingOutcome): Answer {
  if (!outcome.ok) return answerCategory(outcome.refusal) ?? answer(c, outcome);
  const { value } = outcome;
  if (value.kind === 'receipt') {
    return answer(c, accept(renderSubmission(value.submission)), { status: 201 });
  }
  c.header('retry-after', '2');
  return answer(c, accept({ ticket: value.ticket }), { status: 202 });
}

/**
 * Files claims beside the router; refusals, claims with documents, which are examined first, and
 * what the schema does not take are left to it.
 */
export function hotFiling(options: {
  readonly gate: ClaimGate;
  readonly contextOf: (address: string | undefined) => Context;
}): HotRoute {
  const { gate, contextOf } = options;
  return {
    path: '/api/v1/claims',
    async answer({ bytes, address }) {
      const read = submitClaimSchema.safeParse(readHotJson(bytes));
      if (!read.success || read.data.evidence.length > 0) return undefined;
      const outcome = await gate.file(contextOf(address), read.data);
      if (!outcome.ok) return undefined;
      const { value } = outcome;
      return value.kind === 'receipt'
        ? { status: 201, text: JSON.stringify(renderSubmission(value.submission)) }
        : { status: 202, text: JSON.stringify({ ticket: value.ticket }), retryAfter: '2' };
    },
  };
}
