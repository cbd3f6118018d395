import { z } from 'zod'
import { savedViewsMost, viewNameMaxLength } from '../../src-shared/app-info.ts'
import type { SavedView } from '../../src-shared/app-info.ts'
import { sortKeys } from '../../src-shared/device.ts'
import { filterSchema } from '../directory/directory-query.ts'

const savedView: z.ZodType<SavedView> = z.strictObject({
  name: z.string().trim().min(1).max(viewNameMaxLength),
  text: z.string().max(500),
  sort: z.strictObject({ key: z.enum(sortKeys), direction: z.enum(['ascending', 'descending']) }),
  filter: filterSchema,
})

/** Views of the device list that a person keeps on this PC: a name each, no two alike. */
export const savedViewsSchema = z.array(savedView).max(savedViewsMost).refine((views) => new Set(views.map(({ name }) => name)).size === views.length)
