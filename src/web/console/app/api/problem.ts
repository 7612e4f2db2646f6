import type { components } from './schema.generated.ts';

/** A problem document of the server (RFC 9457). */
export type Problem = Pick<components['schemas']['Problem'], 'code' | 'status'> &
  Partial<components['schemas']['Problem']>;

/** What a request that was not answered with its record throws. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value;
}

interface Answered {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * Gives the record a request was answered with.
 *
 * @throws ProblemError the server's problem, or `unreachable` when no answer came
 */
export async function unwrap<R extends Answered>(
  request: Promise<R>,
): Promise<Exclude<R['data'], undefined>> {
  let answered: R;
  try {
    answered = await request;
  } catch {
    throw new ProblemError({ code: 'unreachable', status: 0 });
  }
  const { data, error, response } = answered;
  if (response.ok) return data as Exclude<R['data'], undefined>;
  throw new ProblemError(
    isProblem(error) ? error : { code: 'unreachable', status: response.status },
  );
}
