// Sample code of a caller: which service, how it signs callers in, and one request that it takes.
import type { CallerOf } from './caller.ts';
import { csharpClient } from './csharp.ts';
import { curlClient } from './curl.ts';
import { pythonClient } from './python.ts';

export const languages = ['curl', 'python', 'csharp'] as const;
export type Language = (typeof languages)[number];

const generators: Readonly<Record<Language, (caller: CallerOf) => string>> = {
  curl: curlClient,
  python: pythonClient,
  csharp: csharpClient,
};

/** A program that runs as it is: the secret comes from the variable SCORING_KEY or SCORING_TOKEN and is in no text. */
export const clientCode = (language: Language, caller: CallerOf): string => generators[language](caller);
