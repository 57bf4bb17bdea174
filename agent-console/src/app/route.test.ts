import { expect, it } from 'vitest';
import { parseRoute, type Route, routeHash } from './route';

const routes: Record<string, Route> = {
  '#/desk': { page: 'desk' },
  '#/desk/conv_1': { page: 'desk', conv: 'conv_1' },
  '#/desk/ofr_1': { page: 'desk', offer: 'ofr_1' },
  '#/board': { page: 'board' },
  '#/board/conv_1?state=owned&agent=agt_1': {
    page: 'board',
    rows: { state: 'owned', agent: 'agt_1' },
    conv: 'conv_1',
  },
};

it.each(Object.entries(routes))('%s is an address both ways', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
  expect(routeHash(route)).toBe(hash);
});

it('takes everything else for the desk', () => {
  expect(parseRoute('')).toEqual({ page: 'desk' });
  expect(parseRoute('#/nowhere')).toEqual({ page: 'desk' });
  expect(parseRoute('#/board?state=nonsense')).toEqual({ page: 'board' });
});
