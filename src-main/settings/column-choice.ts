import { z } from 'zod'
import { columnWidths, type ColumnChoice } from '../../src-shared/app-info.ts'
import { sortKeys } from '../../src-shared/device.ts'

const keys = z.array(z.enum(sortKeys)).max(sortKeys.length).refine((list) => new Set(list).size === list.length)
const width = z.number().int().min(columnWidths.least).max(columnWidths.most)

/** What may be remembered of the columns: known ones, each once, in widths that can be read. */
export const columnChoice: z.ZodType<ColumnChoice> = z.strictObject({
  order: keys,
  shown: keys.nullable(),
  widths: z.partialRecord(z.enum(sortKeys), width),
})
