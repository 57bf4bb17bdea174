import { useSyncExternalStore } from 'react';
import { isState } from '../components/states';
import type { BoardRows } from '../features/board/rows';

/** What is on screen is in the address, so that a reload, a bookmark and the back button keep it. */
export type Route =
  | { readonly page: 'desk'; readonly conv?: string; readonly offer?: string }
  | { readonly page: 'board'; readonly rows?: BoardRows; readonly conv?: string };

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, id] = path.split('/');
  if (page === 'board') {
    const rows = parseRows(new URLSearchParams(query));
    return { page, ...(rows && { rows }), ...(id && { conv: id }) };
  }
  if (id?.startsWith('ofr_')) return { page: 'desk', offer: id };
  return { page: 'desk', ...(id && { conv: id }) };
}

/** Anybody may have written the address: what is not a state is none. */
function parseRows(query: URLSearchParams): BoardRows | undefined {
  const [state, queue, agent] = ['state', 'queue', 'agent'].map((name) => query.get(name) ?? '');
  const rows = {
    ...(state && isState(state) && { state }),
    ...(queue && { queue }),
    ...(agent && { agent }),
  };
  return Object.keys(rows).length > 0 ? rows : undefined;
}

export function routeHash(route: Route): string {
  switch (route.page) {
    case 'desk':
      return `#/desk${segment(route.offer ?? route.conv)}`;
    case 'board': {
      const query = new URLSearchParams({ ...route.rows });
      return `#/board${segment(route.conv)}${query.size > 0 ? `?${query}` : ''}`;
    }
    default:
      return route satisfies never;
  }
}

export function go(route: Route): void {
  location.hash = routeHash(route);
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(onHashChange, () => location.hash));
}

function segment(id: string | undefined): string {
  return id ? `/${id}` : '';
}

function onHashChange(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}
