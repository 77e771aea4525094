// The document in which a service describes its own requests.
import type { ScoringCredential } from './online-endpoints.ts';

export interface ServiceDocuments {
  /**
   * @param deployment the one that shall answer; absent: the traffic rules decide
   * @returns absent where the service has none
   * @throws SmokeTestNotReachable
   */
  read(uri: string, credential: ScoringCredential, deployment?: string): Promise<string | undefined>;
}
