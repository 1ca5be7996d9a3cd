/** How a reply gets lost after the call was obeyed: the connection is cut, an error 500 is answered, or nothing ever. */
export type Loss = 'reset' | 'error' | 'hang';

/** What befalls the next calls of a method. */
export type Fault =
  /** https://docs.slack.dev/apis/web-api/rate-limits/ : HTTP 429 and `Retry-After` in seconds. */
  | { readonly type: 'limited'; readonly retryAfter: number }
  /** Refused with Slack's word for it, and not done. */
  | { readonly type: 'refused'; readonly error: string }
  /** Done, and the reply is lost. */
  | { readonly type: 'lost'; readonly how: Loss };

interface Planned {
  readonly method: string;
  readonly channel?: string | undefined;
  readonly fault: Fault;
  times: number;
}

/** Keeps what was planned, and hands each fault out as often as was asked. */
export function createFaults() {
  let planned: Planned[] = [];
  return {
    plan(method: string, fault: Fault, times = 1, channel?: string): void {
      planned.push({ method, channel, fault, times });
    },
    /** The fault for this call, if one is due. */
    next(method: string, channel: unknown): Fault | undefined {
      const due = planned.find(
        (each) => each.method === method && (each.channel === undefined || each.channel === channel),
      );
      if (!due) return undefined;
      due.times -= 1;
      planned = planned.filter((each) => each.times > 0);
      return due.fault;
    },
  };
}
export type Faults = ReturnType<typeof createFaults>;
