import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';

type Schemas = components['schemas'];
export type Announcement = Schemas['Announcement'];
export type Notice = Schemas['Notice'];
export type NoticeState = Notice['state'];
export type NoticeSubscribers = Schemas['NoticeSubscribers'];

/** Everything about notices is read anew after a write. */
export const noticesKey = ['notices'] as const;

export const announcementsQuery = queryOptions({
  queryKey: [...noticesKey, 'announcements'],
  queryFn: () => unwrap(api.GET('/api/v1/notices/announcements', { params: { query: {} } })),
  refetchInterval: 5_000,
});

export const subscribersQuery = queryOptions({
  queryKey: [...noticesKey, 'subscribers'],
  queryFn: () => unwrap(api.GET('/api/v1/notices/subscribers')),
});

export const recipientsQuery = (
  announcementId: string,
  page: { state: NoticeState | ''; after: string | undefined },
) =>
  queryOptions({
    queryKey: [...noticesKey, 'recipients', announcementId, page.state, page.after ?? ''],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/notices/announcements/{announcementId}/recipients', {
          params: {
            path: { announcementId },
            query: {
              ...(page.state === '' ? {} : { state: page.state }),
              ...(page.after === undefined ? {} : { after: page.after }),
            },
          },
        }),
      ),
  });
