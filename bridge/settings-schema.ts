import * as z from 'zod/mini';
import { SettingsFile } from './config.ts';
import { RepositoryFile } from './route-schema.ts';

/** The JSON Schemas of the two files of settings, by which editors complete and check them: each by the name of its own file. */
export function settingsSchemas(): Readonly<Record<string, string>> {
  return {
    'shiproom.json': written(SettingsFile, 'shiproom.yaml, the settings of a Shiproom bridge'),
    'repository.json': written(RepositoryFile, '.shiproom.yml, where what happens in a repository is told'),
  };
}

function written(schema: z.ZodMiniType, title: string): string {
  const described = z.toJSONSchema(schema, { target: 'draft-07', io: 'input' });
  return `${JSON.stringify({ title, ...described }, undefined, 2)}\n`;
}
