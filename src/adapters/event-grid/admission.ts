// Lets requests in or turns them away before a byte of their body is read: key, pace and number.
import { createHash, timingSafeEqual } from 'node:crypto';
import { createBoundedMap } from '../../core/relay/bounded-map.ts';
import { type Bucket, type BucketRule, takeToken } from '../../core/relay/token-bucket.ts';

export interface AdmissionRule {
  readonly bucket: BucketRule;
  /** How many deliveries are dealt with at once. */
  readonly atOnce: number;
  /** What the address has to carry as `key`, if anything; a secret. */
  readonly key?: string;
}

export type Admission =
  | { readonly admitted: true; release(): void }
  | {
      readonly admitted: false;
      readonly status: 401 | 429 | 503;
      readonly reason: string;
      readonly retryAfterSeconds?: number;
      /** False for one more of many that were told of already. */
      readonly isNews: boolean;
    };

export interface AdmissionGate {
  ask(source: string, key: string | undefined): Admission;
  /** How many deliveries are under way. */
  readonly underWay: number;
}

/** How many sources are kept count of. One that is forgotten starts with a full bucket. */
const maxSources = 10_000;

/** Event Grid comes again after 10 s at the earliest; a delivery takes 25 s at most. */
const retryWhenFull = 10;

export function createAdmissionGate(rule: AdmissionRule, now: () => Date): AdmissionGate {
  const buckets = createBoundedMap<Bucket & { readonly wasRefused: boolean }>(maxSources);
  let underWay = 0;
  let wasFull = false;

  return {
    get underWay() {
      return underWay;
    },
    ask(source, key) {
      const before = buckets.get(source);
      const taken = takeToken(rule.bucket, before, now());
      buckets.set(source, { ...taken.bucket, wasRefused: !taken.allowed });
      if (!taken.allowed) {
        const { retryAfterSeconds } = taken;
        const reason = `it calls more often than ${rule.bucket.perMinute} times a minute`;
        const isNews = before?.wasRefused !== true;
        return { admitted: false, status: 429, reason, retryAfterSeconds, isNews };
      }
      if (rule.key !== undefined && !isEqual(rule.key, key ?? '')) {
        return {
          admitted: false,
          status: 401,
          reason: 'its address has no key or a wrong one',
          isNews: true,
        };
      }
      if (underWay >= rule.atOnce) {
        const isNews = !wasFull;
        wasFull = true;
        const reason = `${rule.atOnce} deliveries are under way`;
        return { admitted: false, status: 503, reason, retryAfterSeconds: retryWhenFull, isNews };
      }
      wasFull = false;
      underWay += 1;
      return { admitted: true, release: () => void (underWay -= 1) };
    },
  };
}

/** Takes equally long for every wrong key; hashed, because only texts of one length can be compared so. */
function isEqual(expected: string, given: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
