// An error as Azure DevOps answers it: a message, the name of the exception, a status.

export interface VssErrorBody {
  readonly $id: '1';
  readonly innerException: null;
  readonly message: string;
  readonly typeName: string;
  readonly typeKey: string;
  readonly errorCode: number;
  readonly eventId: number;
}

export class VssError extends Error {
  readonly status: number;
  readonly typeKey: string;

  constructor(status: number, typeKey: string, message: string) {
    super(message);
    this.status = status;
    this.typeKey = typeKey;
  }
}

/** Most exceptions of the service carry event 3000; errorCode is 0 for all that clients see here. */
export function vssErrorBody(typeKey: string, message: string): VssErrorBody {
  return {
    $id: '1',
    innerException: null,
    message,
    typeName: `Microsoft.TeamFoundation.Framework.Server.${typeKey}, Microsoft.TeamFoundation.Framework.Server`,
    typeKey,
    errorCode: 0,
    eventId: 3000,
  };
}

export function invalidRequest(message: string): VssError {
  return new VssError(400, 'InvalidRequestException', message);
}
