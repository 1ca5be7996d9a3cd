/** What befalls the next calls of a route. */
export type Fault =
  /** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api : the primary limit, or a secondary one. */
  | { readonly type: 'limited'; readonly status?: 403 | 429; readonly retryAfter?: number; readonly resetInS?: number }
  /** Refused with this status, and not done. */
  | { readonly type: 'refused'; readonly status: number; readonly message?: string }
  /** Done, and the reply is lost: the connection is cut, an error 502 is answered, or nothing ever. */
  | { readonly type: 'lost'; readonly how: 'reset' | 'error' | 'hang' }
  /** Not done, and nothing is ever answered. */
  | { readonly type: 'hang' };

interface Planned {
  readonly route: string;
  readonly fault: Fault;
  times: number;
}

/** Keeps what was planned, and hands each fault out as often as was asked. A route is as in `server.calls`, or `*` for all. */
export function createFaults() {
  let planned: Planned[] = [];
  return {
    plan(route: string, fault: Fault, times = 1): void {
      planned.push({ route, fault, times });
    },
    clear(): void {
      planned = [];
    },
    /** The fault for this call, if one is due. */
    next(route: string): Fault | undefined {
      const due = planned.find((each) => each.route === route || each.route === '*');
      if (!due) return undefined;
      due.times -= 1;
      planned = planned.filter((each) => each.times > 0);
      return due.fault;
    },
  };
}
export type Faults = ReturnType<typeof createFaults>;
