import type { ContactKind, DeclaredNeed, RehearsalReport } from '../../continuity/index.ts';

const KINDS: Readonly<Record<ContactKind, string>> = {
  direct: 'direct: the script names it',
  hidden: 'hidden: a tool it runs reaches for it',
  transient: 'transient: something beside the script reaches for it',
};

/** Gives a rehearsal's report as lines for a terminal. */
export function renderRehearsal(report: RehearsalReport): string {
  const list = (needs: readonly DeclaredNeed[]): string[] =>
    needs.length === 0
      ? ['  nothing']
      : needs.map(
          ({ host, port, node }) => `  ${host}:${port}${node === undefined ? '' : `  (${node})`}`,
        );
  const undeclared = report.contactedUndeclared.map(({ host, ports, kind, by }) => {
    const where = ports.length === 0 ? ' looked up, not connected to' : `:${ports.join(',')}`;
    const notes = [kind === null ? '' : KINDS[kind], by.join(' → ')].filter((note) => note !== '');
    return `  ${host}${where}${notes.length === 0 ? '' : `  (${notes.join('; ')})`}`;
  });
  return [
    `${report.script} ${renderEnd(report)}.`,
    ...renderUndoing(report),
    ...renderLeft(report),
    '',
    'Contacted, and not declared:',
    ...(undeclared.length === 0 ? ['  nothing'] : undeclared),
    'Contacted, as declared:',
    ...list(report.contactedDeclared),
    ...(report.declaredUnanswered.length === 0
      ? []
      : ['Declared and tried, and not answered:', ...list(report.declaredUnanswered)]),
    'Declared, and never contacted:',
    ...list(report.declaredUnused),
    '',
    report.isPassed
      ? 'The rehearsal passed: the script needs nothing that is not declared.'
      : report.stopped !== null
        ? 'The rehearsal did not pass: it was stopped. Find out whether the script made it ill.'
        : 'The rehearsal did not pass. Declare what recovery really needs, or take the need away.',
  ].join('\n');
}

function renderEnd({ isTimedOut, signal, stopped, seconds, exitCode }: RehearsalReport): string {
  if (stopped !== null) return `was stopped after ${seconds} s: ${stopped}`;
  if (isTimedOut) return `was ended by the timeout after ${seconds} s`;
  const how = signal === null ? `ended with ${exitCode}` : `was ended by ${signal}`;
  return `${how} after ${seconds} s`;
}

function renderLeft({ leftRunning }: RehearsalReport): string[] {
  if (leftRunning.length === 0) return [];
  const programs = leftRunning.join(', ');
  return [
    `It left running: ${programs}. They were ended with the rehearsal, and what they would have reached for is not known; let the script wait for them.`,
  ];
}

/** What a stop left behind, as far as can be told. */
function renderUndoing({ stopped, undoing }: RehearsalReport): string[] {
  if (stopped === null) return [];
  if (undoing === null) {
    return ['Nothing was undone: no --undo was named. What the script had done until then stands.'];
  }
  const { script, exitCode, seconds } = undoing;
  return exitCode === 0
    ? [`Undone by ${script}, which ended with 0 after ${seconds} s.`]
    : [`${script} was to undo it and ended with ${exitCode}: look, and undo the rest by hand.`];
}
