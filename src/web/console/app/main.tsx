import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ProblemError } from './api/problem.ts';
import './console.css';
import { LanguageProvider } from './language.tsx';
import { buildRouter } from './router.tsx';

/** A refusal will not change by asking again; a failure of the world may. */
function shouldRetry(failureCount: number, error: Error): boolean {
  if (error instanceof ProblemError && error.problem.status < 500) return false;
  return failureCount < 2;
}

const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: shouldRetry, staleTime: 5_000 },
    mutations: { retry: false },
  },
});

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <RouterProvider router={buildRouter()} />
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
);
