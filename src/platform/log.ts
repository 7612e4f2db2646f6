import { type DestinationStream, pino } from 'pino';
import type { Config } from './config.ts';
import { traceFields } from './telemetry/spans.ts';

/** Structured logs, one JSON object a line. Personal data never belongs in a log line. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * Opens the log on standard error; fields that could hold a person are cut out by name, and a line
 * written inside a span carries its `traceId` and `spanId`.
 */
export function openLog(level: Config['logLevel'], destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      mixin: () => ({ ...traceFields() }),
      redact: {
        paths: ['*.contact', '*.email', '*.phone', '*.payee', '*.password', '*.token', '*.answers'],
        censor: '[cut]',
      },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}
