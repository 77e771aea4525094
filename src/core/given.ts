// Absent values: with exactOptionalPropertyTypes a key is there with a value or not there at all.

type Given<T> = { [K in keyof T as undefined extends T[K] ? never : null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : null extends T[K] ? K : never]?: NonNullable<T[K]>;
};

/** The same object without the keys whose value is undefined or null. */
export function given<T extends object>(value: T): Given<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => item !== undefined && item !== null),
  ) as Given<T>;
}
