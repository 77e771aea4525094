// Paged lists of the management package.

/** What the package's list calls return: pages, each an array that carries the link to the next one. */
export interface PagedList {
  byPage(settings?: { continuationToken?: string }): AsyncIterableIterator<unknown[]>;
}

export async function firstPage(list: PagedList): Promise<unknown[]> {
  const page = await list.byPage().next();
  return page.done === true ? [] : page.value;
}

/**
 * All items of all pages. `list` makes the call without options: the package adds the options of the first call to every
 * nextLink, which must be followed as the service wrote it.
 */
export async function allPages(list: () => PagedList): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const page of list().byPage()) items.push(...page);
  return items;
}
