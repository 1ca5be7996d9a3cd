/** What a client does when a socket closes. It decides by the range alone, so that new codes need no new client. */
export type CloseAction = 'resume' | 'resume-later' | 'reload' | 'new-credentials' | 'protocol-fault' | 'stop';

/** Every close code of the bridge, by its slug. docs/protocol.md lists the same rows, and a test compares them. */
export const closeCodes = {
  shutdown: 4000,
  internal: 4001,
  no_pong: 4002,
  store_unavailable: 4003,
  slow_consumer: 4100,
  rate_limited: 4101,
  overloaded: 4102,
  epoch_changed: 4200,
  position_invalid: 4201,
  scope_changed: 4202,
  token_expired: 4300,
  token_revoked: 4301,
  step_up_required: 4302,
  bad_frame: 4400,
  unauthenticated: 4401,
  version_unsupported: 4406,
  hello_timeout: 4408,
  duplicate_hello: 4409,
  too_many_errors: 4429,
  disabled: 4500,
  connection_limit: 4502,
  client_blocked: 4503,
  session_replaced: 4504,
} as const;

export type CloseSlug = keyof typeof closeCodes;

/** The action for any close code, ours or the WebSocket library's. 1000 is the client's own wish. */
export function closeAction(code: number): CloseAction {
  if (code === 1000) return 'stop';
  if (code === 1002 || code === 1003 || code === 1007 || code === 1008) return 'protocol-fault';
  if (code >= 4100 && code < 4200) return 'resume-later';
  if (code >= 4200 && code < 4300) return 'reload';
  if (code >= 4300 && code < 4400) return 'new-credentials';
  if (code >= 4400 && code < 4500) return 'protocol-fault';
  if (code >= 4500 && code < 4600) return 'stop';
  return 'resume';
}
