/** What befalls the next calls of a route. */
export type Fault =
  /** https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/ : 429, with `Retry-After` or only `RateLimit-Reset`. */
  | { readonly type: 'limited'; readonly retryAfter?: number; readonly reset?: number }
  /** Refused with this status, and not done. */
  | { readonly type: 'refused'; readonly status: number; readonly message: string }
  /** Done, and the answer is lost: the connection is cut, an error 500 comes, or nothing ever. */
  | { readonly type: 'lost'; readonly how: 'reset' | 'error' | 'hang' }
  /** Answered by somebody else: a page, a redirect to another host, or JSON of another shape. */
  | { readonly type: 'strange'; readonly status: number; readonly body: string; readonly location?: string };

interface Planned {
  readonly route: RegExp;
  readonly fault: Fault;
  times: number;
}

/** Keeps what was planned, and hands each fault out as often as was asked. */
export function createFaults() {
  const planned: Planned[] = [];
  return {
    /** `route` stands in the method and the path: `POST /projects/…`. */
    plan(route: RegExp, fault: Fault, times = 1): void {
      planned.push({ route, fault, times });
    },
    /** What was planned befalls nobody any more. */
    clear(): void {
      planned.length = 0;
    },
    next(call: string): Fault | undefined {
      const due = planned.find(({ route, times }) => times > 0 && route.test(call));
      if (due) due.times -= 1;
      return due?.fault;
    },
  };
}
export type Faults = ReturnType<typeof createFaults>;
