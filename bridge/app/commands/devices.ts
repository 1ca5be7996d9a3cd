import { code, message, paragraph, say, table } from '../../domain/prose.ts';
import { devicesOf, signOut } from '../people/devices.ts';
import { done, refuse } from '../outcome.ts';
import { type Command, reading } from './command.ts';

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Lists the editors and pages that are signed in as the asker. */
export const devices: Command = {
  spec: {
    name: 'devices',
    summary: 'Lists your editors and pages that are signed in',
    effect: 'read',
    private: true,
    arguments: [],
  },
  prepare: ({ world, by }) =>
    reading(async () => {
      const all = await devicesOf(world, by.id);
      if (all.length === 0)
        return { message: say(['No editor of yours is signed in. Say ', code('pair'), ' to connect one.']) };
      const rows = all.map(({ value }, index) => [
        String(index + 1),
        value.name ?? 'an editor or a page',
        day(value.createdAt),
      ]);
      return {
        message: message(
          table(['', 'Device', 'Since'], rows),
          paragraph(['Say ', code('sign-out 1'), ' for one of them, ', code('sign-out'), ' for all.']),
        ),
      };
    }),
};

/** Signs the asker's editors and pages out, at once. */
export const signOutCommand: Command = {
  spec: {
    name: 'sign-out',
    summary: 'Signs your editors and pages out, at once',
    effect: 'read',
    private: true,
    arguments: [
      { name: 'device', summary: 'Only this one: its number, as “devices” lists it', kind: 'word', required: false },
    ],
  },
  prepare: async ({ world, by, values }) => ({
    async act() {
      const named = values['device'];
      const all = await devicesOf(world, by.id);
      const one = named === undefined ? undefined : (all[Number(named) - 1] ?? all.find(({ id }) => id === named));
      if (named !== undefined && !one)
        return refuse('invalid_params', 'You have no such device. Say “devices” to see them.', 'device');
      const signed = await signOut(world, by.id, one ? { token: one.id } : {});
      const count = signed.ok ? signed.value.devices : 0;
      if (count === 0) return done({ message: say('No editor of yours is signed in.') });
      const whom = one ? (one.value.name ?? 'It') : count === 1 ? 'Your one device' : `All ${count} of your devices`;
      return done({ message: say(`${whom} ${count === 1 ? 'is' : 'are'} signed out.`) });
    },
  }),
};
