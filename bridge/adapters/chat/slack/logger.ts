import { type Logger, LogLevel } from '@slack/web-api';
import type { SlackConfig } from './config.ts';

const secret = /\bx(?:ox[a-z]|app)[-.][A-Za-z0-9.-]+|ticket=[^&\s"]+/g;

/** The text without what looks like a token or a socket's ticket. */
const redact = (text: string): string => text.replaceAll(secret, '[redacted]');

const join = (parts: readonly unknown[]): string =>
  redact(parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' '));

/** What Slack's packages have to say: warnings and errors, in our own log. Their debug lines hold whole payloads, and are left out. */
export function createSlackLogger(log: SlackConfig['log']): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts: unknown[]) => log({ level: 'warn', text: join(parts) }),
    error: (...parts: unknown[]) => log({ level: 'warn', text: join(parts) }),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
