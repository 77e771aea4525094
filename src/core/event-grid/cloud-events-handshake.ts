// The handshake of CloudEvents: before it delivers, a sender asks by OPTIONS whether it may, and how fast.
// https://github.com/cloudevents/spec/blob/v1.0/http-webhook.md#4-abuse-protection

export type HandshakeAnswer =
  | { readonly allowed: true; readonly headers: Readonly<Record<string, string>>; readonly origin: string }
  | { readonly allowed: false; readonly reason: string };

/** A DNS expression, as the specification wants it. */
const originPattern = /^[A-Za-z0-9*](?:[A-Za-z0-9.*-]{0,252})$/;

/**
 * @param header gives a request header by its lower-case name
 * @param perMinute how many deliveries a minute the relay takes from one source
 */
export function answerHandshake(
  header: (name: string) => string | undefined,
  perMinute: number,
): HandshakeAnswer {
  const origin = header('webhook-request-origin');
  if (origin === undefined || !originPattern.test(origin)) {
    return { allowed: false, reason: 'WebHook-Request-Origin is missing or names no host' };
  }
  const asked = Number(header('webhook-request-rate') ?? Number.NaN);
  const rate = Number.isInteger(asked) && asked > 0 ? Math.min(asked, perMinute) : perMinute;
  return {
    allowed: true,
    origin,
    headers: {
      'WebHook-Allowed-Origin': origin,
      'WebHook-Allowed-Rate': String(rate),
      Allow: 'OPTIONS, POST',
    },
  };
}
