import { type DestinationStream, pino } from 'pino';
import type { Log } from './ports/log.ts';

/** Keys whose values are never written, however deep they are. */
const secret = ['token', 'code', 'authorization', 'botToken', 'appToken', 'secret'];

/** Lines of JSON for whoever runs the bridge. What goes by a secret's name is left out, and tokens are cut out of texts ([T6]). */
export function createLog(to: DestinationStream, level: string): Log {
  const paths = secret.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
  const logger = pino(
    { level, base: null, redact: { paths, censor: '[redacted]' }, serializers: { error: serializeError } },
    to,
  );
  return {
    info: (what, details = {}) => logger.info(details, what),
    warn: (what, details = {}) => logger.warn(details, what),
    error: (what, details = {}) => logger.error(details, what),
  };
}

/** Slack's tokens, and ours: 64 hexadecimal digits. */
const tokens = /\bxox[a-z]-[\w-]+|\bxapp-[\w-]+|\b[0-9a-f]{64}\b/g;

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error).replaceAll(tokens, '[redacted]');
  const { name, message, stack = '' } = error;
  return { name, message: message.replaceAll(tokens, '[redacted]'), stack: stack.replaceAll(tokens, '[redacted]') };
}
