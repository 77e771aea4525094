// One request to a deployed model, as its callers send it.
import type { ScoringCredential } from './online-endpoints.ts';

export interface ScoringAnswer {
  readonly status: number;
  readonly body: string;
  readonly milliseconds: number;
  /** Reason that the service gives for a container's failure (ms-azureml-model-error-reason). */
  readonly reason?: string;
}

export interface ScoringRequest {
  readonly uri: string;
  /** Absent where anybody who gets there may ask. */
  readonly credential?: ScoringCredential;
  /** Addresses one deployment past the traffic rules; absent: the rules decide. */
  readonly deployment?: string;
  /** JSON text. */
  readonly body: string;
  /** Absent: the address that DNS gives for the host of `uri`. */
  readonly connectTo?: ConnectTo;
}

/** Where a service is, whatever DNS says yet. */
export interface ConnectTo {
  readonly ip: string;
  /** The certificate (PEM) that the service has to show; absent: one that this machine trusts. */
  readonly certificate?: string;
}

export interface ScoringService {
  /** Any status is an answer; only no answer at all throws (SmokeTestNotReachable is the flow's business). */
  score(request: ScoringRequest): Promise<ScoringAnswer>;
}
