/** Microsoft's clouds: each has its own sign-in and Graph (https://learn.microsoft.com/en-us/graph/deployments). */
export const clouds = ['public', 'us-government', 'us-government-dod', 'china'] as const
export type Cloud = (typeof clouds)[number]
