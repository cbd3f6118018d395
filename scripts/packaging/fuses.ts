import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'

/**
 * The nine fuses of Electron 45 (https://www.electronjs.org/docs/latest/tutorial/fuses). What is packaged is given them before it is signed, and a
 * spec reads them back. A tenth one in a later Electron stops the packaging until it stands here.
 */
export const expectedFuses = {
  /** Off: the program would be a Node for everybody. The commands behind --audit and --update-pack run in the console's own process instead. */
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  /** Off: NODE_OPTIONS could load code, NODE_EXTRA_CA_CERTS could trust somebody. Proxies that open TLS are trusted through the system's store. */
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  /** Windows and macOS only: Electron has no such check on Linux. */
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  /** Off: pages come from the console's own scheme. */
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  /** On, as Electron has it: the search runs in WebAssembly. */
  [FuseV1Options.WasmTrapHandlers]: true,
} as const satisfies Record<FuseV1Options, boolean>

export const fuseVersion = FuseVersion.V1

/** Which fuses of a packaged program are not as they should be, by name; one that is not in the list counts. Throws when the program has none. */
export async function findFuseProblems(program: string): Promise<readonly string[]> {
  const wire = Object.entries(await getCurrentFuseWire(program)).filter(([fuse]) => /^\d+$/.test(fuse))
  const states = new Map(wire.map(([fuse, state]) => [Number(fuse), Number(state)]))
  const wanted = new Map<number, FuseState>(Object.entries(expectedFuses).map(([fuse, isOn]) => [Number(fuse), isOn ? FuseState.ENABLE : FuseState.DISABLE]))
  return [...new Set([...states.keys(), ...wanted.keys()])].filter((fuse) => states.get(fuse) !== wanted.get(fuse)).map((fuse) => FuseV1Options[fuse] ?? `fuse ${fuse}`)
}
