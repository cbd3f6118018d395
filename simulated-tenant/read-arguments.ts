import { parseArgs } from 'node:util'
import type { TenantOptions } from './start-tenant.ts'

export const help = `The practice tenant of the Helpdesk Console: a sign-in and Intune's part of Microsoft Graph, on 127.0.0.1.

Usage: node simulated-tenant/main.ts [--port N] [--devices N] [--seed N] [--until-stdin-closes]

  --port N               the port to listen on; 0, the default, takes any free one
  --devices N            how many devices it has; 2000 unless given, at most 500000
  --seed N               which tenant: the same seed always gives the same people, devices and ids; 1 unless given
  --until-stdin-closes   also stop when standard input ends, so that it never outlives the program that started it
  --help                 show this

When it listens, it prints one line of JSON with its addresses, its people and their passwords. Stop it with Ctrl+C.
`

export type Arguments =
  | { readonly status: 'run'; readonly options: TenantOptions; readonly untilStdinCloses: boolean }
  | { readonly status: 'help' }
  | { readonly status: 'wrong'; readonly sentence: string }

function wholeNumber(text: string, max: number): number | null {
  return /^\d{1,9}$/.test(text) && Number(text) <= max ? Number(text) : null
}

/** Reads the command line, without the program's own two words. */
export function readArguments(words: readonly string[]): Arguments {
  let values
  try {
    ({ values } = parseArgs({
      args: [...words],
      options: {
        port: { type: 'string', default: '0' },
        devices: { type: 'string', default: '2000' },
        seed: { type: 'string', default: '1' },
        'until-stdin-closes': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }))
  } catch (error) {
    return { status: 'wrong', sentence: error instanceof Error ? error.message : 'The arguments were not understood.' }
  }
  if (values.help) return { status: 'help' }
  const limits = { port: 65_535, devices: 500_000, seed: 999_999_999 } as const
  const numbers: Record<keyof typeof limits, number> = { port: 0, devices: 0, seed: 0 }
  for (const name of ['port', 'devices', 'seed'] as const) {
    const number = wholeNumber(values[name], limits[name])
    if (number === null) return {
      status: 'wrong', sentence: `--${name} has to be a whole number from 0 to ${limits[name]}, not "${values[name]}".`,
    }
    numbers[name] = number
  }
  return { status: 'run', options: numbers, untilStdinCloses: values['until-stdin-closes'] }
}
