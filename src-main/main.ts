import { app } from 'electron'
import { runCommand } from './console-commands.ts'
import { startApp } from './start-app.ts'

const exitCode = await runCommand(process.argv, import.meta.dirname)
if (exitCode === null) startApp()
else app.exit(exitCode)
