// The one error type of the product. It is made only through the catalogue (`fail` in catalogue.ts).

// A registered symbol, not instanceof: the brand survives two copies of this module in two bundles.
const brand = Symbol.for('azureml-model-release.error');

/** Who has to act: `user` mends something; `later` is a passing fault that a retry can heal. */
export type ErrorKind = 'user' | 'later';

export class ExtensionError extends Error {
  readonly [brand] = true;
  readonly code: string;
  readonly kind: ErrorKind;
  readonly remedy: string;
  /** The offending values that the message names. */
  readonly values: Readonly<Record<string, unknown>>;

  constructor(options: {
    code: string;
    kind: ErrorKind;
    message: string;
    remedy: string;
    values: Readonly<Record<string, unknown>>;
    cause?: unknown;
  }) {
    super(options.message, { cause: options.cause });
    this.name = 'ExtensionError';
    this.code = options.code;
    this.kind = options.kind;
    this.remedy = options.remedy;
    this.values = options.values;
  }
}

/** True for every error that was made through the catalogue, whichever bundle made it. */
export function isExtensionError(value: unknown): value is ExtensionError {
  return typeof value === 'object' && value !== null && brand in value;
}

/** The text a user reads: sentence, remedy and the page that explains it. Never a stack trace. */
export function describeError(error: ExtensionError): string {
  return `${error.message} ${error.remedy} [${error.code}, docs/errors.md#${error.code.toLowerCase()}]`;
}
