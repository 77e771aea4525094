// How fast one source may call: a bucket that fills steadily and is emptied by one for each call.

export interface BucketRule {
  /** How many calls may come at once. */
  readonly burst: number;
  /** How many calls a minute it fills up by. */
  readonly perMinute: number;
}

export interface Bucket {
  readonly tokens: number;
  /** When it held that many, in milliseconds since 1970. */
  readonly at: number;
}

export type BucketDecision = { readonly bucket: Bucket } & (
  { readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number }
);

/** @param bucket absent for a source that has not called before: its bucket is full */
export function takeToken(rule: BucketRule, bucket: Bucket | undefined, now: Date): BucketDecision {
  const { burst, perMinute } = rule;
  const at = now.getTime();
  // A clock that was set back fills nothing and takes nothing away.
  const passed = bucket === undefined ? 0 : Math.max(0, at - bucket.at);
  const tokens =
    bucket === undefined ? burst : Math.min(burst, bucket.tokens + (passed * perMinute) / 60_000);
  if (tokens >= 1) return { allowed: true, bucket: { tokens: tokens - 1, at } };
  const retryAfterSeconds = Math.max(1, Math.ceil(((1 - tokens) * 60) / perMinute));
  return { allowed: false, retryAfterSeconds, bucket: { tokens, at } };
}
