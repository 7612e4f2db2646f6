import type { NeedRefusal } from '../../continuity/index.ts';

/** What the inside of a rehearsal is told at the start. */
export interface StartMessage {
  readonly kind: 'start';
  readonly script: string;
  readonly args: readonly string[];
  readonly needs: readonly { readonly host: string; readonly port: number }[];
  readonly timeoutSeconds: number;
  /** Run when the script is stopped, cut off as it was. */
  readonly undo?: string;
}

/** Tells the inside to end the script, and why. */
export interface StopMessage {
  readonly kind: 'stop';
  readonly reason: string;
}

/** Asks the outside for the real endpoint of a connection, whose socket comes with the message. */
export interface ConnectMessage {
  readonly kind: 'connect';
  readonly host: string;
  readonly port: number;
}

/** Gives a refused need as a sentence. */
export function renderNeedRefusal(refusal: NeedRefusal): string {
  return `"${refusal.found}" is no need: expected ${refusal.expected}.`;
}

/** From inside to outside: why the rehearsal cannot tell anything. */
export interface FailedMessage {
  readonly kind: 'failed';
  readonly reason: string;
}
