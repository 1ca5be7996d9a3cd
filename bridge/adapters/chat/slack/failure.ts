import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { PlatformError, type PlatformFault } from '../../../ports/platform-error.ts';
import { isUnsent } from '../../http/unsent.ts';

const limitedMs = 30_000;

/**
 * Slack's words that do not mean `refused`. `internal_error` and `fatal_error` may come after a part was done, says
 * https://docs.slack.dev/reference/methods/chat.postMessage/#errors; a scope that is missing is mended as a token is, by installing anew.
 */
const faults: Readonly<Record<string, PlatformFault>> = {
  message_not_found: 'gone',
  thread_not_found: 'gone',
  not_authed: 'unauthorised',
  invalid_auth: 'unauthorised',
  account_inactive: 'unauthorised',
  token_revoked: 'unauthorised',
  token_expired: 'unauthorised',
  missing_scope: 'unauthorised',
  no_permission: 'unauthorised',
  not_allowed_token_type: 'unauthorised',
  org_login_required: 'unauthorised',
  team_access_not_granted: 'unauthorised',
  internal_error: 'unsure',
  fatal_error: 'unsure',
  request_timeout: 'unavailable',
  service_unavailable: 'unavailable',
  team_added_to_org: 'unavailable',
  ratelimited: 'limited',
  rate_limited: 'limited',
  message_limit_exceeded: 'limited',
};

/** What a call of Slack's Web API threw, in our words. */
export function toPlatformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof WebAPIRateLimitedError)
    return new PlatformError('limited', 'ratelimited', Math.max(1, error.retryAfter) * 1000);
  if (error instanceof WebAPIPlatformError) return refused(error);
  if (error instanceof WebAPIHTTPError) return http(error.statusCode);
  if (error instanceof WebAPIRequestError) return request(error.original);
  // A 429 without a Retry-After: the client throws it as a plain error.
  if (error instanceof Error && error.message.startsWith('Retry header'))
    return new PlatformError('limited', 'ratelimited', limitedMs);
  return new PlatformError('unsure', codeOf(error) ?? 'unreadable_answer');
}

/** Throws on; but an app that may not read somewhere can still post, so that its token is not at fault. */
export function withoutScope(error: unknown): never {
  if (error instanceof PlatformError && error.vendorWord === 'missing_scope')
    throw new PlatformError('refused', 'missing_scope');
  throw error;
}

function refused({ data }: WebAPIPlatformError): PlatformError {
  const word: unknown = data.error;
  // Where the body was no JSON, the client gives it whole as the word; where it was other JSON, there is none.
  if (typeof word !== 'string' || !/^[a-z_]{1,60}$/.test(word)) return new PlatformError('unsure', 'unreadable_answer');
  const fault = faults[word] ?? 'refused';
  if (fault !== 'limited') return new PlatformError(fault, word);
  const { retryAfter } = data.response_metadata ?? {};
  return new PlatformError(fault, word, retryAfter === undefined ? limitedMs : retryAfter * 1000);
}

/** Slack answers refusals with 200, so 4xx is somebody between us and Slack. */
const http = (status: number): PlatformError =>
  new PlatformError(status >= 500 || status === 408 ? 'unsure' : 'unavailable', `http_${status}`);

function request(original: Error): PlatformError {
  const code = codeOf(original.cause) ?? codeOf(original);
  return new PlatformError(isUnsent(code) ? 'unavailable' : 'unsure', code ?? 'no_answer');
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error && error.name === 'TimeoutError' ? 'timeout' : undefined;
}
