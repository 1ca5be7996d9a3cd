import * as z from 'zod/mini';
import { PersonId } from './ids.ts';

/** One human. The name is for reading only: nothing is ever decided by it. */
export const Person = z.object({ id: PersonId, name: z.string().check(z.minLength(1), z.maxLength(80)) });
export type Person = z.infer<typeof Person>;
