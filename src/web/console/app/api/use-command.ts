import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Problem, ProblemError } from './problem.ts';

/** One write that a page offers: how far it is, and what the server refused. */
export interface Command<Input, Value> {
  /** Runs it; gives the value, or undefined when it was refused (then `problem` says why). */
  readonly run: (input: Input) => Promise<Value | undefined>;
  readonly isRunning: boolean;
  readonly isDone: boolean;
  readonly problem: Problem | undefined;
  readonly reset: () => void;
}

function problemOf(error: unknown): Problem | undefined {
  if (error === null || error === undefined) return undefined;
  return error instanceof ProblemError ? error.problem : { code: 'unreachable', status: 0 };
}

/**
 * Makes a command of the page from a request.
 *
 * @param options.refresh the query keys whose lists the write changes; they are read anew
 */
export function useCommand<Input, Value>(options: {
  request: (input: Input) => Promise<Value>;
  refresh?: readonly QueryKey[];
}): Command<Input, Value> {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: options.request,
    onSettled: () =>
      Promise.all(
        (options.refresh ?? []).map((queryKey) => queries.invalidateQueries({ queryKey })),
      ),
  });
  return {
    run: (input) => mutation.mutateAsync(input).catch(() => undefined),
    isRunning: mutation.isPending,
    isDone: mutation.isSuccess,
    problem: problemOf(mutation.error),
    reset: mutation.reset,
  };
}
