import { Link, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLanguage } from './language.tsx';
import type { NavigationGroup } from './page.ts';
import { pages } from './pages.ts';
import { isPermitted, useMember } from './session.ts';

const groups: readonly NavigationGroup[] = ['work', 'incident', 'rules', 'money', 'proof', 'house'];

/** Whether other pages of the navigation lie below a page, which is then not shown as open with them. */
const isAbove = (path: string): boolean =>
  pages.some((page) => page.navigation !== undefined && page.path.startsWith(`${path}/`));

/** The pages the member may open, by group. */
export function Navigation({ isOpen }: { readonly isOpen: boolean }): ReactNode {
  const { words } = useLanguage();
  const member = useMember();
  const nav = useRef<HTMLElement>(null);
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  // The menu is longer than most screens: the page that is open is scrolled into its sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link is current after a change of the path
  useEffect(() => {
    nav.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest' });
  }, [pathname]);
  const open = pages.flatMap(({ path, permissions, navigation }) =>
    navigation !== undefined && isPermitted(member, permissions) ? [{ path, navigation }] : [],
  );
  return (
    <nav
      ref={nav}
      id="navigation"
      className={isOpen ? 'nav nav-open' : 'nav'}
      aria-label={words.shell.navigation}
    >
      <Link to="/" activeOptions={{ exact: true }}>
        {words.shell.home}
      </Link>
      {groups.map((group) => {
        const entries = open.filter(({ navigation }) => navigation.group === group);
        if (entries.length === 0) return null;
        return (
          <section key={group}>
            <h2>{words.shell.groups[group]}</h2>
            <ul>
              {entries.map(({ path, navigation }) => (
                <li key={path}>
                  <Link to={path} activeOptions={{ exact: isAbove(path) }}>
                    {navigation.label(words)}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}
