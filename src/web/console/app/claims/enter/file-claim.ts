import { api } from '../../api/client.ts';
import { ProblemError, unwrap } from '../../api/problem.ts';
import type { Submission } from '../claim-data.ts';
import type { ClaimBody } from './entry-draft.ts';

const triesMax = 30;
const pauseMs = 2000;

/**
 * Files an entered claim. While the server gives a ticket the claim is sent again with it, so that
 * the first try counts as the time of filing.
 *
 * @throws ProblemError `overloaded` after a minute; sending the form again goes on from there
 */
export async function fileClaim(body: ClaimBody): Promise<Submission> {
  let sent = body;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const answered = await unwrap(api.POST('/api/v1/claims', { body: sent }));
    if (!('ticket' in answered)) return answered;
    sent = { ...body, ticket: answered.ticket };
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new ProblemError({ code: 'overloaded', status: 503 });
}
