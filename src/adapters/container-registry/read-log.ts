// Reads the text of a build log at an address that carries its own signature.

const timeoutMs = 30_000;

/** Absent if there is none yet. @throws when storage cannot be reached */
export async function readLogText(url: string): Promise<string | undefined> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  return answer.ok ? answer.text() : undefined;
}
