/**
 * A failure of the world outside a decision: database, disk, network, port, permission.
 *
 * `code` is stable and documented in docs/errors.md; `retryable` says whether the same call may
 * succeed later unchanged; the message is for operators and names the thing and its mend.
 */
export class PlatformError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    options: {
      message: string;
      retryable?: boolean;
      cause?: unknown;
      details?: Readonly<Record<string, unknown>>;
    },
  ) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PlatformError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }
}
