import * as z from 'zod/mini';
import { routesFile } from './app/routes/repository-routes.ts';
import type { RoutesRead } from './app/routes/routing.ts';
import type { Digest, Quiet } from './domain/quiet.ts';
import type { Channel, Route } from './domain/route.ts';
import { readYaml } from './read-yaml.ts';
import { dayNames, RepositoryFile, type RouteSettings, wrong } from './route-schema.ts';
import { Unusable } from './unusable.ts';

/** A channel as settings name it: `CHAT:ID`. */
export const channelOf = (text: string): Channel => ({
  platform: text.slice(0, text.indexOf(':')),
  channel: text.slice(text.indexOf(':') + 1),
});

/** A route as the bridge follows it. What a repository leaves out of a route that the bridge has as well is the bridge's. */
export function routeOf(said: RouteSettings, known?: Route): Route {
  const { name, channels, people, notify = known?.notify ?? 'change' } = said;
  const { quiet = known?.quiet, digest = known?.digest } = timesOf(said);
  return {
    name,
    channels: channels?.map(channelOf) ?? known?.channels ?? [],
    people: people ?? known?.people ?? [],
    notify,
    include: said.include ?? known?.include,
    exclude: said.exclude ?? known?.exclude,
    quiet,
    digest,
  };
}

function timesOf({ quiet, digest }: RouteSettings): { quiet?: Quiet; digest?: Digest } {
  const told = quiet && {
    zone: quiet.zone,
    days: quiet.days?.map(dayOf),
    hours:
      quiet.from === undefined || quiet.to === undefined
        ? undefined
        : { from: minuteOf(quiet.from), to: minuteOf(quiet.to) },
  };
  const due = digest && { zone: digest.zone, at: digest.at.map(minuteOf), days: digest.days?.map(dayOf) };
  return { ...(told ? { quiet: told } : {}), ...(due ? { digest: due } : {}) };
}

const dayOf = (name: (typeof dayNames)[number]): number => dayNames.indexOf(name);
const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** What a repository may name: nothing that the bridge's own settings do not. */
export interface Named {
  readonly routes: readonly Route[];
  readonly channels: readonly Channel[];
  readonly people: ReadonlySet<string>;
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/** Reads the text of a repository's `.shiproom.yml`. Nothing in it makes this fail: it says what is wrong, with line and column. */
export function readRepositoryFile(named: Named, content: string): RoutesRead {
  const strange = 'is not for a repository to say: only routes are, and of these what they filter and whom they tell';
  const schema = RepositoryFile.check(
    z.check((file) => void file.issues.push(...notNamed(named, file.value.routes ?? []))),
  );
  try {
    const { routes = [] } = readYaml({ file: routesFile, strange }, content, schema);
    return {
      routes: routes.map((route) =>
        routeOf(
          route,
          named.routes.find(({ name }) => name === route.name),
        ),
      ),
    };
  } catch (error) {
    if (error instanceof Unusable) return { problem: error.message };
    throw error;
  }
}

function notNamed({ routes, channels, people, groups }: Named, said: readonly RouteSettings[]) {
  const known = new Set(channels.map((each) => `${each.platform}:${each.channel}`));
  return said.flatMap((route, index) => {
    const ours = routes.find(({ name }) => name === route.name);
    const at = (...path: PropertyKey[]) => ['routes', index, ...path];
    const teams = [
      ['include', route.include],
      ['exclude', route.exclude],
    ] as const;
    return [
      ...(route.channels ?? []).flatMap((each, n) =>
        known.has(each) ? [] : [wrong(each, at('channels', n), 'is no channel that the bridge’s own settings name')],
      ),
      ...(route.people ?? []).flatMap((each, n) =>
        each === 'author' || people.has(each)
          ? []
          : [wrong(each, at('people', n), 'is nobody whom the bridge’s own settings name')],
      ),
      ...teams.flatMap(([block, filter]) =>
        (filter?.teams ?? []).flatMap((each, n) =>
          Object.hasOwn(groups, each)
            ? []
            : [wrong(each, at(block, 'teams', n), 'is no group of the bridge’s own settings')],
        ),
      ),
      ...(ours || route.channels?.length || route.people?.length
        ? []
        : [
            wrong(
              route,
              at(),
              'leads nowhere: it names no channels and no people, and no route of the bridge is called so',
            ),
          ]),
    ];
  });
}
