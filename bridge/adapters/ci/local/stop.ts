/** Why a run was ended before its tests did. */
export type StopReason = 'cancelled' | 'timed-out' | 'interrupted';

/** The end of a run before its time. The first reason counts. */
export interface Stop {
  readonly signal: AbortSignal;
  reason(): StopReason | undefined;
  /** Ends the run; false where it has been ended, or has come to its own end. */
  now(reason: StopReason): boolean;
  /** From now on the run cannot be ended any more. */
  tooLate(): void;
}

export function createStop(): Stop {
  const controller = new AbortController();
  let open = true;
  let given: StopReason | undefined;
  return {
    signal: controller.signal,
    reason: () => given,
    now(reason) {
      if (!open) return false;
      open = false;
      given = reason;
      controller.abort();
      return true;
    },
    tooLate() {
      open = false;
    },
  };
}
