// node scripts/packaging/check-fuses.ts PROGRAM: ends with 1, and says which, when a packaged program's fuses are not as they should be.
import { findFuseProblems } from './fuses.ts'

const [program] = process.argv.slice(2)
if (program === undefined) {
  console.error('Usage: node scripts/packaging/check-fuses.ts PROGRAM')
  process.exit(2)
}
const problems = await findFuseProblems(program)
console.log(problems.length === 0 ? 'All fuses are as they should be.' : `These fuses are not as they should be: ${problems.join(', ')}`)
process.exitCode = problems.length === 0 ? 0 : 1
