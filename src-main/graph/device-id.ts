/** True for what can be the id of a managedDevice (Graph's are GUIDs): it goes into a path, so nothing that could change the path passes. */
export function isDeviceId(value: string): boolean {
  return /^[0-9a-z-]{1,100}$/i.test(value)
}
