/** How a client goes on after a refusal. */
export type Retry = 'no' | 'same-mid' | 'after' | 'when-mended';

interface FailureRow {
  readonly code: number;
  readonly retry: Retry;
  /** What a person reads where the use case has nothing more exact to say: the cause, then the next step. */
  readonly message: string;
}

/** Every refusal that the wire knows. docs/protocol.md lists the same rows, and a test compares them. */
export const failures = {
  parse_error: { code: -32700, retry: 'no', message: 'That frame is not JSON. Send one JSON object per text frame.' },
  invalid_request: { code: -32600, retry: 'no', message: 'That is no JSON-RPC 2.0 request. See docs/protocol.md.' },
  unknown_method: {
    code: -32601,
    retry: 'no',
    message: 'This bridge does not know that method. Check the spelling, or upgrade the bridge.',
  },
  invalid_params: { code: -32602, retry: 'no', message: 'A parameter is missing or has the wrong shape.' },
  internal: {
    code: -32603,
    retry: 'same-mid',
    message: 'The bridge failed to answer. Try again; its log has the details.',
  },
  not_authenticated: {
    code: 1100,
    retry: 'when-mended',
    message: 'This link or token is not valid any more. Ask for a new link and connect again.',
  },
  forbidden_or_missing: { code: 1101, retry: 'no', message: 'There is no such thing, or you may not use it.' },
  identity_not_linked: {
    code: 1102,
    retry: 'when-mended',
    message: 'The bridge does not know who you are there. Pair first.',
  },
  trust_required: {
    code: 1103,
    retry: 'when-mended',
    message: 'This workspace is not trusted, so nothing is sent. Trust it first.',
  },
  expired: { code: 1300, retry: 'no', message: 'That took too long to arrive and was not run. Ask again.' },
  stale_target: { code: 1301, retry: 'no', message: 'The branch has moved since. Look at it and ask again.' },
  idempotency_conflict: {
    code: 1302,
    retry: 'no',
    message: 'The same id was already used for something else. Nothing was done.',
  },
  indeterminate: {
    code: 1303,
    retry: 'no',
    message:
      'The bridge stopped in the middle of this, and cannot tell whether it happened. Look before you ask again.',
  },
  too_large: { code: 1400, retry: 'no', message: 'That is too long. Shorten it and send it again.' },
  rate_limited: { code: 1401, retry: 'after', message: 'That is too much at once. Wait a moment.' },
  queue_full: { code: 1402, retry: 'after', message: 'The queue is full. Wait until something in it has ended.' },
  secret_found: {
    code: 1403,
    retry: 'no',
    message: 'That looks like it holds a secret, so nothing was kept. Take it out; if it is real, revoke it.',
  },
  upstream_unavailable: {
    code: 1500,
    retry: 'same-mid',
    message: 'The service behind the bridge does not answer. Try again later.',
  },
  upstream_rate_limited: {
    code: 1501,
    retry: 'no',
    message: 'The service behind the bridge asks to wait. The bridge does that by itself.',
  },
  upstream_refused: { code: 1502, retry: 'no', message: 'The service behind the bridge refused.' },
  store_unavailable: {
    code: 1503,
    retry: 'after',
    message: 'The bridge cannot write to its disk now, so nothing was kept. Try again in half a minute.',
  },
  approval_required: { code: 1600, retry: 'when-mended', message: 'Somebody else has to approve this first.' },
  approval_invalid: { code: 1601, retry: 'no', message: 'That approval does not count any more.' },
  self_approval: { code: 1602, retry: 'no', message: 'You cannot approve what you asked for yourself.' },
  not_allowed_here: {
    code: 1603,
    retry: 'no',
    message: 'No rule allows you to do that. Ask whoever runs the bridge for a rule in shiproom.yaml.',
  },
} as const satisfies Record<string, FailureRow>;

export type Slug = keyof typeof failures;
