// How requests are split among the deployments of an endpoint, in whole percent.

/** Percent by deployment name. */
export type Split = Readonly<Record<string, number>>;

export const sumOf = (split: Split): number => Object.values(split).reduce((sum, share) => sum + share, 0);

export const withoutZeros = (split: Split): Split =>
  Object.fromEntries(Object.entries(split).filter(([, share]) => share > 0));

export const without = (split: Split, name: string): Split =>
  Object.fromEntries(Object.entries(split).filter(([key]) => key !== name));

/** The one with the largest share, the first by name among equals; absent for an empty split. */
export function largestOf(split: Split): string | undefined {
  const [first] = Object.entries(withoutZeros(split)).toSorted(
    ([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1),
  );
  return first?.[0];
}

/**
 * `split` in the same proportions with the sum `total`, in whole percent: what is left after rounding down goes to those
 * that lost most. A split without any share stays empty.
 */
export function scaledTo(split: Split, total: number): Split {
  const sum = sumOf(split);
  if (sum === 0) return {};
  const exact = Object.entries(split).map(([name, share]) => {
    const wanted = (share * total) / sum;
    return { name, whole: Math.floor(wanted), lost: wanted - Math.floor(wanted) };
  });
  const left = total - exact.reduce((all, { whole }) => all + whole, 0);
  const lucky = new Set(
    exact
      .toSorted((a, b) => b.lost - a.lost || (a.name < b.name ? -1 : 1))
      .slice(0, Math.round(left))
      .map(({ name }) => name),
  );
  return withoutZeros(
    Object.fromEntries(exact.map(({ name, whole }) => [name, whole + (lucky.has(name) ? 1 : 0)])),
  );
}

/** `name` gets `share` percent, and the others what they had among themselves. Alone it gets everything. */
export function giving(split: Split, name: string, share: number): Split {
  const others = withoutZeros(without(split, name));
  if (share >= 100 || Object.keys(others).length === 0) return { [name]: 100 };
  return withoutZeros({ ...scaledTo(others, 100 - share), [name]: share });
}
