import { app } from 'electron'
import { readCommand, runCommand } from './console-commands.ts'
import { startApp } from './start-app.ts'

const command = readCommand(process.argv)
if (command === null) startApp()
else app.exit(await runCommand(command, import.meta.dirname))
