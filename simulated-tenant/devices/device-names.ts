import type { Random } from '../random.ts'
import type { DeviceUser } from './device-users.ts'
import type { KindRecipe } from './kinds.ts'
import type { HardwareModel } from './models.ts'

const sites = ['LON', 'BER', 'MAD', 'OSL', 'NYC', 'SGP', 'WH1', 'WH2', 'WH3', 'STORE']

/** "9/24/2026_8:14 AM", the stamp that Intune puts into the names it makes up. */
export function enrolmentStamp(ms: number): string {
  const date = new Date(ms)
  const hour = date.getUTCHours()
  const minute = String(date.getUTCMinutes()).padStart(2, '0')
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`
  return `${day}_${hour % 12 === 0 ? 12 : hour % 12}:${minute} ${hour < 12 ? 'AM' : 'PM'}`
}

function local(user: DeviceUser): string {
  return user.userPrincipalName.split('@')[0] ?? ''
}

/** A device name as that kind of device usually has one; many devices share one. */
export function deviceName(
  random: Random, recipe: KindRecipe, hardware: HardwareModel, user: DeviceUser | null, serial: string, enrolledMs: number
): string {
  const first = user?.displayName.split(' ')[0] ?? ''
  const number = (length: number): string => random.text(length, '0123456789')
  const site = random.pick(sites)
  switch (recipe.kind) {
    case 'ios-personal':
    case 'ios-user-enrollment': {
      const what = hardware.deviceType === 'iPad' ? 'iPad' : 'iPhone'
      return random.weighted([
        [what, 5], [`${first}’s ${what}`, 4], [`${what} de ${first}`, 1], [`${what} von ${first}`, 1], [`${what} (2)`, 1],
      ])
    }
    case 'ios-automated':
      return user === null ? `${site}-IPAD-${number(3)}` : random.weighted([
        [hardware.deviceType === 'iPad' ? 'iPad' : 'iPhone', 2],
        [`${hardware.deviceType === 'iPad' ? 'IPD' : 'IPH'}-${serial}`, 3],
      ])
    case 'android-work-profile':
      return `${user === null ? 'user' : local(user)}_AndroidForWork_${enrolmentStamp(enrolledMs)}`
    case 'android-device-administrator':
      return `${user === null ? 'dem' : local(user)}_Android_${enrolmentStamp(enrolledMs)}`
    case 'android-dedicated':
      return random.weighted([
        [`SCAN-${site}-${number(3)}`, 3], [`AndroidEnterprise_${enrolmentStamp(enrolledMs)}`, 1], [`KIOSK-${number(2)}`, 1],
      ])
    case 'android-aosp-user':
    case 'android-aosp-userless':
      return `AOSP_${hardware.model.replaceAll(' ', '')}_${serial.slice(-4)}`
    case 'macos':
      return user === null ? `MAC-${site}-${number(2)}` : random.weighted([
        [`${first}’s ${hardware.model}`, 3], [`MBP-${serial}`, 2], ['MacBook Pro', 1],
      ])
    case 'windows':
      return random.weighted([
        [`DESKTOP-${random.text(7, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}`, 3], [`LT-${site}-${number(5)}`, 4],
        [`${site}-PC-${number(4)}`, 2],
      ])
    case 'tvos':
      return `Meeting room ${random.int(1, 60)}`
    case 'visionos':
      return `${first}’s Apple Vision Pro`
    case 'unknown':
      return random.weighted([['', 1], ['device', 1], [`UNKNOWN-${number(4)}`, 2]])
    default:
      return `${user === null ? site.toLowerCase() : local(user)}_${recipe.operatingSystem}_${enrolmentStamp(enrolledMs)}`
  }
}
