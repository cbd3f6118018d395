import { readLocation } from '../api/device-actions-api.ts'
import { useShownForAMinute } from './use-secret.ts'

/** Where the device is: read from Intune at each look, which is a row of the audit log, and hidden again after a minute. */
export function useLocation(attemptId: () => string) {
  const { value: location, ...rest } = useShownForAMinute(attemptId, async (asked) => {
    const answer = await readLocation(asked)
    return answer.status === 'ok' ? { status: 'ok', value: answer.location } : answer
  })
  return { location, ...rest }
}
