// Who is calling Azure Resource Manager: checks the bearer token and refuses in its wording.
import type { Caller, TokenCheck } from '../identity/access-token.ts';
import { ArmError } from './arm-error.ts';

export interface BearerOptions {
  readonly authority: string;
  readonly tenantId: string;
  /** What `aud` may be. */
  readonly audiences: readonly string[];
  readonly now: Date;
  readonly check: (token: string) => Promise<TokenCheck>;
}

/**
 * The caller that `authorization` proves.
 *
 * @throws ArmError 401 with WWW-Authenticate
 */
export async function authenticate(
  authorization: string | undefined,
  options: BearerOptions,
): Promise<Caller> {
  const refuse = (code: string, message: string, description: string) =>
    new ArmError({
      status: 401,
      code,
      message,
      headers: {
        'www-authenticate': `Bearer authorization_uri="${options.authority}/${options.tenantId}", error="invalid_token", error_description="${description}"`,
      },
    });
  if (!authorization)
    throw refuse(
      'AuthenticationFailed',
      "Authentication failed. The 'Authorization' header is missing.",
      "The authentication failed because of missing 'Authorization' header.",
    );
  const token = /^Bearer (.+)$/i.exec(authorization)?.[1];
  if (!token)
    throw refuse(
      'AuthenticationFailedInvalidHeader',
      "Authentication failed. The 'Authorization' header is provided in an invalid format.",
      "The authentication failed because the 'Authorization' header is not a bearer token.",
    );
  const result = await options.check(token);
  switch (result.kind) {
    case 'invalid':
      throw refuse(
        'InvalidAuthenticationToken',
        'The access token is invalid.',
        'The access token is invalid.',
      );
    case 'expired': {
      const message = `The access token expiry UTC time '${result.expiredAt.toISOString()}' is earlier than current UTC time '${options.now.toISOString()}'.`;
      throw refuse('ExpiredAuthenticationToken', message, message);
    }
    case 'valid': {
      const audience = result.caller.audience.replace(/\/+$/, '');
      if (options.audiences.includes(audience)) return result.caller;
      const allowed = options.audiences.map((value) => `${value}/`).join(',');
      const message = `The access token has been obtained for wrong audience or resource '${result.caller.audience}'. It should exactly match (including forward slash) with one of the allowed audiences '${allowed}'.`;
      throw refuse('InvalidAuthenticationTokenAudience', message, message);
    }
  }
}
