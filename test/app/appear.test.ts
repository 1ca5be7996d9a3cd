import { describe, expect, it } from 'vitest';
import { appear } from '../../bridge/app/people/appear.ts';
import { createRoster } from '../../bridge/app/people/roster.ts';
import type { Overlap, Presence } from '../../protocol/model/presence.ts';
import { device, key, person, room } from '../support/samples.ts';
import { openManualWorld } from '../support/world.ts';

const [ana, bo] = [person('Ana'), person('Bo')];
const at = (name: string) => ({ person: ana, device: device(name) });
const plain = { seen: true, idle: false, files: [] };

describe('how a device appears', () => {
  it('is refused of another room, or of a repository that the room does not follow', async () => {
    const { world } = await openManualWorld();
    world.roster.enter(at('one'));
    const other = { ...key(), repository: 'example.com/other' as never };
    expect(await appear(world, at('one'), { ...plain, room: 'none' as never })).toMatchObject({ ok: false });
    expect(await appear(world, at('one'), { ...plain, room, on: other })).toMatchObject({
      refusal: { slug: 'forbidden_or_missing', field: 'on.repository' },
    });
    expect(world.roster.people()).toEqual([{ person: ana, devices: 1 }]);
  });

  it('keeps names below the root alone, and no more of them than there is room for', async () => {
    const { world } = await openManualWorld();
    const mine = ['/etc/passwd', '../up', 'a/../b', 'C:\\x', 'a\nb', '', 'src/a.ts', 'src/a.ts'];
    const long = Array.from({ length: 500 }, (_, index) => `${index}-`.padEnd(400, 'x'));
    world.roster.enter(at('one'));
    world.roster.enter({ person: bo, device: device('bo') });
    await appear(world, at('one'), { ...plain, room, on: key('feat/a'), files: mine });
    await appear(world, { person: bo, device: device('bo') }, { ...plain, room, on: key('feat/b'), files: mine });
    expect(world.roster.overlaps(ana.id)).toMatchObject([{ files: ['src/a.ts'] }]);
    await appear(world, at('one'), { ...plain, room, on: key('feat/a'), files: [...long, 'src/a.ts'] });
    expect(world.roster.overlaps(ana.id)).toEqual([]);
  });
});

describe('the roster', () => {
  const opened = () => {
    const roster = createRoster();
    const people: Presence[][] = [];
    const overlaps: [string, readonly Overlap[]][] = [];
    roster.listen((now) => people.push(now));
    roster.listenToOverlaps((id, now) => overlaps.push([id, now]));
    return { roster, people, overlaps };
  };

  it('has no device in it that does not want to be seen, though it watches', () => {
    const { roster } = opened();
    const leave = roster.enter({ ...at('one'), seen: false });
    expect([roster.people(), roster.isHere(ana.id), roster.isWatched()]).toEqual([[], true, true]);
    roster.appear(at('one'), plain, 1);
    expect(roster.people()).toEqual([{ person: ana, devices: 1 }]);
    roster.appear(at('one'), { ...plain, seen: false }, 2);
    leave();
    expect([roster.people(), roster.isHere(ana.id), roster.isWatched()]).toEqual([[], false, false]);
  });

  it('shows the branch that a device says it is on, else the one that it shares', () => {
    const { roster } = opened();
    roster.enter(at('one'));
    roster.share(at('one'), key('shared'), 1);
    roster.appear(at('one'), { ...plain, on: key('said') }, 2);
    expect(roster.people()).toMatchObject([{ on: key('said') }]);
    roster.appear(at('one'), { ...plain, on: null }, 3);
    expect(roster.people()).toEqual([{ person: ana, devices: 1 }]);
    roster.appear(at('one'), plain, 4);
    expect(roster.people()).toMatchObject([{ on: key('shared') }]);
  });

  it('counts idleness from its beginning, and tells of it once', () => {
    const { roster, people } = opened();
    roster.enter(at('one'));
    roster.appear(at('one'), { ...plain, idle: true }, 5);
    roster.appear(at('one'), { ...plain, idle: true }, 9);
    expect(people).toEqual([[{ person: ana, devices: 1 }], [{ person: ana, devices: 1, idleSince: 5 }]]);
    roster.appear(at('one'), plain, 10);
    expect(people.at(-1)).toEqual([{ person: ana, devices: 1 }]);
  });

  it('tells of overlaps where they changed alone, and that they have ended', () => {
    const { roster, overlaps } = opened();
    const his = { person: bo, device: device('bo') };
    roster.enter(at('one'));
    const leave = roster.enter(his);
    roster.appear(at('one'), { ...plain, on: key('feat/a'), files: ['x', 'y'] }, 1);
    roster.appear(his, { ...plain, on: key('feat/b'), files: ['y', 'z'] }, 2);
    const seen = [
      [bo.id, [{ person: ana, on: key('feat/a'), files: ['y'] }]],
      [ana.id, [{ person: bo, on: key('feat/b'), files: ['y'] }]],
    ];
    expect(overlaps.splice(0)).toEqual(expect.arrayContaining(seen));
    roster.appear(his, { ...plain, idle: true, on: key('feat/b'), files: ['y', 'w'] }, 3);
    expect(overlaps).toEqual([]);
    leave();
    expect(overlaps.splice(0)).toEqual(expect.arrayContaining([[ana.id, []]]));
    roster.enter(his);
    expect(overlaps).toEqual([]);
  });
});
