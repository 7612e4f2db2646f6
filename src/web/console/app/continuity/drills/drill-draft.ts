import type { DrillKind } from './drill-data.ts';

/** What the form of a drill holds; instants as a date-and-time field gives them, in local time. */
export interface DrillDraft {
  readonly node: string;
  /** Empty where the node never stopped. */
  readonly option: string;
  readonly domain: string;
  readonly with: string;
  readonly scope: 'full' | 'partial';
  readonly kind: DrillKind;
  readonly result: 'passed' | 'failed';
  readonly startedAt: string;
  readonly detectedAt: string;
  readonly doneAt: string;
  readonly roles: string;
  readonly deviations: string;
}

/** A form nobody has written in. */
export const emptyDraft: DrillDraft = {
  node: '',
  option: '',
  domain: '',
  with: '',
  scope: 'full',
  kind: 'whole-domain',
  result: 'passed',
  startedAt: '',
  detectedAt: '',
  doneAt: '',
  roles: '',
  deviations: '',
};

/** Tells whether everything that must be said is. */
export function isComplete(draft: DrillDraft): boolean {
  return [draft.node, draft.domain, draft.startedAt].every((text) => text !== '');
}

/** Gives an instant in UTC without fractions, from a date-and-time field in the reader's own zone. */
export function instantOf(local: string): string {
  return `${new Date(local).toISOString().slice(0, 19)}Z`;
}

/** Gives the body of the request; what is empty is left out, lists are lines. */
export function bodyOf(draft: DrillDraft) {
  const { node, domain, scope, kind, result } = draft;
  const instants = (['detectedAt', 'doneAt'] as const)
    .filter((name) => draft[name] !== '')
    .map((name) => [name, instantOf(draft[name])] as const);
  return {
    ...{ node, domain, scope, kind, result, startedAt: instantOf(draft.startedAt) },
    ...(draft.option === '' ? {} : { option: draft.option }),
    ...(draft.with === '' ? {} : { with: draft.with }),
    ...Object.fromEntries(instants),
    ...listOf('roles', draft.roles),
    ...listOf('deviations', draft.deviations),
  };
}

function listOf(name: 'roles' | 'deviations', text: string): { readonly [name: string]: string[] } {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length === 0 ? {} : { [name]: lines };
}
