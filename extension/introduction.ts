import type { Around, Feature } from './feature.ts';
import type { OwnForge } from './forges/own-forge.ts';

/** Tells the bridge who this user is on the forge of the editor's own session, if they have let this extension know. */
export function createIntroduction({ session, failed }: Around, forge: OwnForge): Feature {
  const introduce = async (): Promise<void> => {
    const present = session();
    const account = await forge.account();
    const known = present?.accounts().some((each) => each.forge === account?.forge && each.id === account.id);
    if (account && present && !known) await present.account(account);
  };
  return {
    told(event) {
      if (event.type === 'room') introduce().catch(failed);
    },
    dispose() {},
  };
}
