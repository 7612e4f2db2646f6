import { pino } from 'pino';
import type { Config } from './config.ts';

/** Structured logs, one JSON object a line. Personal data never belongs in a log line. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Opens the log on standard error; fields that could hold a person are cut out by name. */
export function openLog(level: Config['logLevel']): Log {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: ['*.contact', '*.email', '*.phone', '*.payee', '*.password', '*.token', '*.answers'],
        censor: '[cut]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
