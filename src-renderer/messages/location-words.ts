import type { DeviceLocation } from '../../src-shared/action-records.ts'

/** "51.507400, -0.127800": what every map takes. Six decimals are about ten centimetres. */
export function coordinates({ latitude, longitude }: Pick<DeviceLocation, 'latitude' | 'longitude'>): string {
  return `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`
}

/** "35 metres", "1.2 kilometres" */
export function distance(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} metres` : `${(metres / 1000).toFixed(1)} kilometres`
}

/** A round length that is a good part of a width: 1, 2 or 5 times a power of ten. */
export function roundLength(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres))
  const lead = metres / power
  return (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power
}
