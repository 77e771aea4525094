// Where everything of a running stack is: what the program prints and writes for those who use it.

export interface Addresses {
  /** The certificate of the stack's authority, in PEM: point NODE_EXTRA_CA_CERTS at it. */
  readonly caFile: string;
  readonly identity: {
    readonly authority: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** A secret of the same application that has expired. */
    readonly expiredClientSecret: string;
    /** Certificate and private key in PEM. */
    readonly certificateFile: string;
    readonly objectId: string;
    /** An application that may sign in but do nothing. */
    readonly withoutRole: {
      readonly clientId: string;
      readonly clientSecret: string;
      readonly objectId: string;
    };
  };
  readonly arm: {
    readonly url: string;
    readonly subscriptionId: string;
    readonly resourceGroup: string;
    readonly workspace: string;
    readonly location: string;
    /** Takes faults and changes of rights from tests; Azure has no such address. */
    readonly controlUrl: string;
  };
  readonly blob: { readonly url: string; readonly accountName: string };
  /** Absent when the stack was started without Azure DevOps. */
  readonly devops?: {
    readonly organizationUrl: string;
    readonly project: string;
    readonly personalAccessToken: string;
  };
}
