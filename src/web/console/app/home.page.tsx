import type { ReactNode } from 'react';
import { WaitingList } from './home/waiting-list.tsx';
import { WithIncident } from './incident-choice.tsx';
import { useLanguage } from './language.tsx';
import { useMember } from './session.ts';
import { Facts, PageHead, Section } from './ui/parts.tsx';

/** The first page: what waits for the member, and what the member's roles are for. */
export function HomePage(): ReactNode {
  const { words } = useLanguage();
  const member = useMember();
  const texts = words.shell.homePage;
  return (
    <>
      <PageHead title={texts.title} lead={texts.greeting(member.name)} />
      <Section title={texts.waitingTitle}>
        <WithIncident>{(incidentId) => <WaitingList incidentId={incidentId} />}</WithIncident>
      </Section>
      <Section title={texts.rolesTitle}>
        <Facts
          facts={member.roles.map((role) => ({
            name: words.shell.roles[role] ?? role,
            value: texts.tasks[role],
          }))}
        />
      </Section>
    </>
  );
}
