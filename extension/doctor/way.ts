import * as vscode from 'vscode';
import { titleOf } from '../commands/title.ts';
import type { Origin } from '../connection/address.ts';
import type { Health } from '../connection/health.ts';
import type { Visited } from '../connection/visit.ts';
import { commandId } from '../contributions.ts';
import { failed, type Finding, type Mend, passed, warned } from './finding.ts';

const again = (): Mend => ({ button: vscode.l10n.t('Look Again'), command: commandId('doctor') });
export const connect = (): Mend => ({ button: titleOf('connect'), command: commandId('connect') });
const settings = (query: string): Mend => ({
  button: vscode.l10n.t('Open Settings'),
  command: 'workbench.action.openSettings',
  args: [query],
});

/** Whether anybody answers at the bridge's name and port. */
export function networkHop(origin: Origin, health: Health): Finding {
  if (health.state !== 'unreachable') return passed(vscode.l10n.t('{0} can be reached.', hostOf(origin)));
  const { code, why } = health;
  if (['ENOTFOUND', 'EAI_AGAIN'].includes(code)) {
    const words = vscode.l10n.t(
      'There is no machine named {0} here. Is the VPN on, or a proxy missing?',
      hostOf(origin),
    );
    return failed(words, settings('http.proxy'));
  }
  if (code === 'ECONNREFUSED') {
    const words = vscode.l10n.t('Nothing listens at {0}. Is the bridge running?', hostOf(origin));
    return failed(words, again());
  }
  if (code === 'ETIMEDOUT' || code.startsWith('UND_ERR_')) {
    const words = vscode.l10n.t('{0} does not answer. A firewall or a proxy may be in between.', hostOf(origin));
    return failed(words, settings('http.proxy'));
  }
  return failed(vscode.l10n.t('{0} cannot be reached: {1}', hostOf(origin), why), settings('http.proxy'));
}

/** Whether the bridge is the one that its name says. */
export function certificateHop(origin: Origin, health: Health): Finding {
  if (origin.startsWith('http:')) return passed(vscode.l10n.t('None is needed: the bridge runs on this machine.'));
  if (health.state !== 'distrusted') return passed(vscode.l10n.t('The bridge’s certificate is trusted.'));
  if (health.code === 'CERT_HAS_EXPIRED') {
    const words = vscode.l10n.t('The bridge’s certificate has expired. Whoever runs the bridge has to renew it.');
    return failed(words, again());
  }
  if (health.code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const words = vscode.l10n.t('The bridge’s certificate is for another name than {0}.', hostOf(origin));
    return failed(words, connect());
  }
  const words = vscode.l10n.t(
    'Certificate not trusted: {0}. If your company has its own authority, add it to this machine’s and let VS Code use it: the setting “http.systemCertificates”.',
    health.why,
  );
  return failed(words, settings('http.systemCertificates'));
}

/** Whether it is a bridge that answers. */
export function healthHop(health: Health): Finding {
  if (health.state === 'well') return passed(vscode.l10n.t('The bridge is well, in version {0}.', health.version));
  if (health.state !== 'strange') return failed(vscode.l10n.t('The bridge did not answer.'), again());
  const { status, type } = health;
  if (status === 407) return failed(vscode.l10n.t('A proxy asks for a name and password.'), settings('http.proxy'));
  if (type === 'text/html' || (status >= 300 && status < 400)) {
    const words = vscode.l10n.t(
      'A web page answers in place of the bridge: a proxy or a network that wants you to sign in, or another server at this address.',
    );
    return failed(words, settings('http.proxy'));
  }
  if (status >= 500)
    return failed(vscode.l10n.t('The bridge, or a proxy before it, fails with status {0}.', status), again());
  return failed(vscode.l10n.t('What answers is no bridge: status {0}.', status), connect());
}

/** Whether a socket opens and the bridge lets this device in. */
export function helloHop(visited: Visited<unknown>): Finding {
  if (visited.ok) return passed(vscode.l10n.t('The bridge knows this device.'));
  const { connection } = visited;
  const why = 'reason' in connection && connection.reason ? connection.reason : vscode.l10n.t('It did not answer.');
  if (connection.state === 'unpaired') return failed(why, connect());
  if (connection.state === 'stopped') {
    const button = vscode.l10n.t('Check for Extension Updates');
    return failed(why, { button, command: 'workbench.extensions.action.checkForUpdates' });
  }
  const words = vscode.l10n.t(
    'Plain requests arrive, and a WebSocket does not, as with a proxy that forbids them: {0}',
    why,
  );
  return failed(words, settings('http.proxy'));
}

/** That a link's code has not bought a token yet, though nothing on the way is wrong. */
export const linkHop = (): Finding =>
  failed(vscode.l10n.t('The bridge answers, and the link has not been taken yet.'), {
    button: titleOf('retry'),
    command: commandId('retry'),
  });

const bearableMs = 60_000;

/** Whether both clocks agree well enough for codes and ages to mean the same. */
export function clockHop(health: Health, now: number): Finding {
  const date = health.state === 'well' ? health.date : undefined;
  if (date === undefined) return { state: 'skipped', words: vscode.l10n.t('The bridge does not tell the time.') };
  const minutes = Math.round(Math.abs(now - date) / 60_000);
  if (Math.abs(now - date) < bearableMs) return passed(vscode.l10n.t('This machine and the bridge agree on the time.'));
  return warned(
    now > date
      ? vscode.l10n.t('This machine’s clock is {0} min ahead of the bridge’s. Set one of them right.', minutes)
      : vscode.l10n.t('This machine’s clock is {0} min behind the bridge’s. Set one of them right.', minutes),
  );
}

const hostOf = (origin: Origin): string => new URL(origin).host;
