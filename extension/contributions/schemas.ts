/** Schemas of the files that are written by hand, for the extension that completes YAML where it is installed. */
export const yamlSchemas = [
  { fileMatch: ['.shiproom.yml', '.shiproom.yaml'], url: './media/schema/repository.json' },
  { fileMatch: ['shiproom.yaml'], url: './media/schema/shiproom.json' },
] as const;
