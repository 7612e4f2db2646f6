import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router';
import { type FunctionComponent, lazy, type ReactNode, Suspense } from 'react';
import { Frame } from './frame.tsx';
import { HomePage } from './home.page.tsx';
import { useLanguage } from './language.tsx';
import type { ConsolePage } from './page.ts';
import { pages } from './pages.ts';
import { isPermitted, useMember } from './session.ts';
import { ProblemNotice } from './ui/problem-notice.tsx';

function Waiting(): ReactNode {
  const { words } = useLanguage();
  return <p className="loading">{words.shell.parts.loading}</p>;
}

function guarded(page: ConsolePage): FunctionComponent {
  const Page = lazy(page.load);
  return function GuardedPage(): ReactNode {
    const member = useMember();
    if (!isPermitted(member, page.permissions)) {
      return <ProblemNotice problem={{ code: 'forbidden', status: 403 }} />;
    }
    return (
      <Suspense fallback={<Waiting />}>
        <Page />
      </Suspense>
    );
  };
}

function MissingPage(): ReactNode {
  return <ProblemNotice problem={{ code: 'not_found', status: 404 }} />;
}

/** Builds the router from the list of pages; every page stands inside the signed-in frame. */
export function buildRouter() {
  const root = createRootRoute({
    component: () => (
      <Frame>
        <Outlet />
      </Frame>
    ),
    notFoundComponent: MissingPage,
  });
  const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });
  const others = pages.map((page) =>
    createRoute({ getParentRoute: () => root, path: page.path, component: guarded(page) }),
  );
  return createRouter({
    routeTree: root.addChildren([home, ...others]),
    basepath: '/console',
    scrollRestoration: true,
  });
}
