/** The ways in which the list can be sorted. */
export const SORTS = ['name', 'created', 'used'] as const;
export type Sort = (typeof SORTS)[number];

/** What of the list somebody looks at. */
export interface ListQuery {
  readonly find: string;
  readonly sortBy: Sort;
  readonly isDescending: boolean;
  readonly page: number;
}

const FIND_MAX_LENGTH = 200;
const PATH = '/credentials';

/** Reads an address; what makes no sense in it counts as left out. */
export function readListQuery(query: URLSearchParams): ListQuery {
  const sortBy = SORTS.find((sort) => sort === query.get('sort')) ?? 'created';
  const order = query.get('order');
  const page = Number(query.get('page') ?? 1);
  return {
    find: (query.get('q') ?? '').trim().slice(0, FIND_MAX_LENGTH),
    sortBy,
    isDescending: order === null ? isDescendingFirst(sortBy) : order === 'down',
    page: Number.isSafeInteger(page) ? page : 1,
  };
}

/** Names begin at A, times at the newest. */
export const isDescendingFirst = (sort: Sort): boolean => sort !== 'name';

/** The path that shows it. */
export function toListPath({ find, sortBy, isDescending, page }: ListQuery): string {
  const query = new URLSearchParams({
    ...(find === '' ? {} : { q: find }),
    ...(sortBy === 'created' ? {} : { sort: sortBy }),
    ...(isDescending === isDescendingFirst(sortBy) ? {} : { order: isDescending ? 'down' : 'up' }),
    ...(page === 1 ? {} : { page: String(page) }),
  }).toString();
  return query === '' ? PATH : `${PATH}?${query}`;
}
