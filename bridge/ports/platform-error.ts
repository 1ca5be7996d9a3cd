/**
 * How a vendor failed, in our words:
 * `refused` for good, as asked; `gone`: what it was about is not there any more; `unsure`: it may have happened, or not;
 * `limited`: ask again after `retryAfterMs`, and not before; `unauthorised`: the credentials are not accepted, for anything;
 * `unavailable`: surely not done, may be tried again.
 */
export type PlatformFault = 'refused' | 'gone' | 'unsure' | 'limited' | 'unauthorised' | 'unavailable';

/** A failure of a vendor, made by its adapter. It carries the vendor's own word for it, and never the request. */
export class PlatformError extends Error {
  readonly fault: PlatformFault;
  readonly vendorWord: string;
  readonly retryAfterMs: number | undefined;

  constructor(fault: PlatformFault, vendorWord: string, retryAfterMs?: number) {
    super(`${fault}: ${vendorWord}`);
    this.name = 'PlatformError';
    this.fault = fault;
    this.vendorWord = vendorWord;
    this.retryAfterMs = retryAfterMs;
  }
}
