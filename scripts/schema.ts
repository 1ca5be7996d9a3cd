// Writes the JSON Schemas of shiproom.yaml and .shiproom.yml, from the schemas by which the bridge reads them.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { settingsSchemas } from '../bridge/settings-schema.ts';

const folder = fileURLToPath(new URL('../media/schema/', import.meta.url));
await mkdir(folder, { recursive: true });
for (const [name, text] of Object.entries(settingsSchemas())) await writeFile(`${folder}${name}`, text);
