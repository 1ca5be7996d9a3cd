import type { Outcome } from '../../../client/session.ts';
import type { Checkout } from '../../../extension/sources/checkout.ts';
import type { CardKey } from '../../../protocol/model/card.ts';
import type { Shown } from '../../../protocol/model/excerpt.ts';
import { BranchName, type Mid, RepositoryId } from '../../../protocol/model/ids.ts';
import { makeRepository } from '../../support/repository.ts';
import { gitExtension, openRepository } from '../git-double.ts';
import { sharingScene } from '../sharing-scene.ts';
import { stub } from '../vscode-stub.ts';

const url = 'https://github.com/acme/web.git';
export const repositoryId = RepositoryId.parse('github.com/acme/web');

type Said = readonly [text: string, about: CardKey | undefined, excerpt: Shown | undefined];

/** A window with a real repository in it, whose session writes down what is said. */
export async function codeScene(files: Readonly<Record<string, string>>, remote = true) {
  const repository = await makeRepository(files);
  await repository.git('remote', 'add', 'origin', url);
  const pushed = async (): Promise<string> => repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  if (remote) await pushed();
  gitExtension(await openRepository(repository));
  const scene = sharingScene();
  const said: Said[] = [];
  let refusal: Outcome<Mid> | undefined;
  Object.assign(scene.around.session() ?? {}, {
    connection: () => scene.situation().connection,
    say: async (...what: Said) => {
      said.push(what);
      return refusal ?? { ok: true, value: 'mid' };
    },
  });
  const look = async (branch = 'main'): Promise<void> => {
    const head = await repository.commitOf('HEAD');
    const changes = { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 };
    const at = { state: 'branch', branch: BranchName.parse(branch), head } as const;
    scene.at.checkout = { repository: repositoryId, root: repository.folder, at, changes } satisfies Checkout;
  };
  await look();
  return {
    ...scene,
    repository,
    said,
    look,
    pushed,
    refuse: (message: string) => (refusal = { ok: false, slug: 'x', message }),
    /** Has lines of a file selected: whole ones, numbered from 1. */
    select(path: string, text: string, line: number, endLine: number) {
      const document = {
        uri: stub.Uri.file(`${repository.folder}/${path}`),
        languageId: 'typescript',
        getText: () => text,
      };
      const selection = { start: { line: line - 1, character: 0 }, end: { line: endLine, character: 0 } };
      stub.window.activeTextEditor = { document, selection };
    },
  };
}
