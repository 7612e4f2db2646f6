import type { ReactNode } from 'react';
import { useLanguage } from './language.tsx';
import { pages } from './pages.ts';
import { isPermitted, useMember } from './session.ts';
import { PageHead, PageLink, Section } from './ui/parts.tsx';

/** The first page: what the member's roles are for, and where to begin. */
export function HomePage(): ReactNode {
  const { words } = useLanguage();
  const member = useMember();
  const texts = words.shell.homePage;
  const open = pages.flatMap(({ path, permissions, navigation }) =>
    navigation !== undefined && isPermitted(member, permissions) ? [{ path, navigation }] : [],
  );
  return (
    <>
      <PageHead title={texts.title} lead={texts.greeting(member.name)} />
      <Section title={texts.rolesTitle}>
        <dl className="facts">
          {member.roles.map((role) => (
            <div key={role}>
              <dt>{words.shell.roles[role] ?? role}</dt>
              <dd>{texts.tasks[role]}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={texts.lead}>
        <ul className="tiles">
          {open.map(({ path, navigation }) => (
            <li key={path}>
              <PageLink to={path}>{navigation.label(words)}</PageLink>
              <small>{words.shell.groups[navigation.group]}</small>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
