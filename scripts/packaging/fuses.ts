import { FuseV1Options, FuseVersion } from '@electron/fuses'

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
