// What the engine says when it refuses.

const property = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

export function statusOf(error: unknown): number | undefined {
  const status = property(error, 'statusCode');
  return typeof status === 'number' ? status : undefined;
}

/** The engine's own sentence, without the client's words around it. */
export function sentenceOf(error: unknown): string {
  const message = property(property(error, 'json'), 'message') ?? property(error, 'message');
  return typeof message === 'string' ? message : String(error);
}
