/** How a reply gets lost after the call was obeyed: the connection is cut, an error 500 is answered, or nothing ever. */
export type Loss = 'reset' | 'error' | 'hang';

/** What befalls the next calls of an endpoint. */
export type Fault =
  /** https://api.mattermost.com/#tag/rate-limiting : 429, plain text, and the headers of `app/ratelimit.go`. */
  | { readonly type: 'limited'; readonly retryAfter?: number; readonly reset: number }
  /** Refused with Mattermost's word for it, and not done. */
  | { readonly type: 'refused'; readonly status: number; readonly id: string }
  /** Done, and the reply is lost. */
  | { readonly type: 'lost'; readonly how: Loss };

/** Keeps what was planned for an endpoint, `POST /posts`, and hands each fault out as often as was asked. */
export function createFaults() {
  let planned: { readonly endpoint: string; readonly fault: Fault; times: number }[] = [];
  return {
    plan(endpoint: string, fault: Fault, times = 1): void {
      planned.push({ endpoint, fault, times });
    },
    /** The fault for this call, if one is due. */
    next(endpoint: string): Fault | undefined {
      const due = planned.find((each) => each.endpoint === endpoint);
      if (!due) return undefined;
      due.times -= 1;
      planned = planned.filter((each) => each.times > 0);
      return due.fault;
    },
  };
}
