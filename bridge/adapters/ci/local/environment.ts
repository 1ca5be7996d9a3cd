import { delimiter } from 'node:path';
import type { Environment } from '../../git.ts';

/** Who and where one is, and where tools keep their things. A token is never among them: the operator hands one on by name. */
const handedOn = new RegExp(
  `^(?:${[
    'PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\\w+|TZ|TMPDIR|TMP|TEMP',
    'XDG_(?:CONFIG|CACHE|DATA|STATE)_HOME|SSL_CERT_(?:FILE|DIR)|NODE_EXTRA_CA_CERTS',
    'NVM_DIR|VOLTA_HOME|PNPM_HOME|BUN_INSTALL|JAVA_HOME|GOPATH|GOROOT|CARGO_HOME|RUSTUP_HOME|PYENV_ROOT|ASDF(?:_DATA)?_DIR',
  ].join('|')})$`,
);

/** What `npm` puts before the path of what it starts: with it, a repository without its own tools would find the bridge's. */
const npmsOwn = /[\\/]node_modules[\\/]\.bin$|[\\/]node-gyp-bin$/;

/** The variables that a run's commands see: an allow-list of the bridge's own, and the operator's, which come first. */
export function jobEnvironment(own: Environment, operators: Environment): Environment {
  const known = Object.fromEntries(Object.entries(own).filter(([name]) => handedOn.test(name)));
  const folders = (own['PATH'] ?? '').split(delimiter).filter((folder) => !npmsOwn.test(folder));
  return { ...known, PATH: folders.join(delimiter), CI: 'true', TERM: 'dumb', NO_COLOR: '1', ...operators };
}
