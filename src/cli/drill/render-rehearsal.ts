import type { ContactKind, DeclaredNeed, RehearsalReport } from '../../continuity/index.ts';

const KINDS: Readonly<Record<ContactKind, string>> = {
  direct: 'direct: the script names it',
  hidden: 'hidden: a tool it runs reaches for it',
  transient: 'transient: something beside the script reaches for it',
};

/** Gives a rehearsal's report as lines for a terminal. */
export function renderRehearsal(report: RehearsalReport): string {
  const how = report.isTimedOut
    ? 'was ended by the timeout'
    : report.signal === null
      ? `ended with ${report.exitCode}`
      : `was ended by ${report.signal}`;
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
    `${report.script} ${how} after ${report.seconds} s.`,
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
      : 'The rehearsal did not pass. Declare what recovery really needs, or take the need away.',
  ].join('\n');
}
