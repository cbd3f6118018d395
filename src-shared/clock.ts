/** Time, passed in so that tests can move it. */
export interface Clock {
  /** This PC's wall clock, milliseconds since 1970; a person can change it. */
  wallMs(): number
  /** Milliseconds on a clock that only goes forward; nobody can change it. Durations and the five minutes are measured on it. */
  monotonicMs(): number
}
