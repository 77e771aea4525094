// The marker that stands where a person has to fill in a value. No Azure name may hold a question mark, so a file that still
// has one is refused by whatever reads it, and a later run of the migration finds it again.

export const questionFor = (what: string): string => `??? ${what} ???`;

export const isQuestion = (value: string): boolean => /^\?\?\? .+ \?\?\?$/.test(value);

/** What the marker asks for, e.g. `resource group`. */
export const questionText = (marker: string): string => marker.slice(4, -4);
